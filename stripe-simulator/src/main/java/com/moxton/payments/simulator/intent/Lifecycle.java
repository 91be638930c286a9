package com.moxton.payments.simulator.intent;

import com.moxton.payments.simulator.intent.Behavior.Authenticates;
import com.moxton.payments.simulator.intent.Behavior.Declines;
import com.moxton.payments.simulator.intent.Behavior.Pays;
import com.moxton.payments.simulator.intent.Behavior.Settles;
import com.moxton.payments.simulator.intent.Change.Happening;
import com.moxton.payments.simulator.wire.StripeIds;
import com.moxton.payments.simulator.wire.StripeRefusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One step in the life of one PaymentIntent. It works on a copy: the intent that came in stays as it was, also when the
 * step is refused.
 */
public final class Lifecycle {

    private final PaymentIntent intent;
    private final long now;
    private final List<Happening> happenings = new ArrayList<>();

    private Lifecycle(PaymentIntent intent, long now) {
        this.intent = intent.copy();
        this.now = now;
    }

    /** @param now seconds since 1970, as all times of Stripe */
    public static Lifecycle of(PaymentIntent intent, long now) {
        return new Lifecycle(intent, now);
    }

    /** A new intent with its birth announced. */
    public static Change create(PaymentIntent intent, long now) {
        Lifecycle life = new Lifecycle(intent, now);
        life.happens("payment_intent.created");
        return life.done();
    }

    /**
     * @param authenticationPage where the customer would be sent to prove who they are
     * @param returnUrl null when the customer can't be sent anywhere
     */
    public Change confirm(@Nullable PaymentMethod method, String authenticationPage, @Nullable String returnUrl) {
        IntentStatus status = intent.status();
        if (!IntentStatus.CONFIRMABLE.contains(status)) {
            throw unexpected(
                    status == IntentStatus.SUCCEEDED
                            ? "You cannot confirm this PaymentIntent because it has already succeeded after being "
                                    + "previously confirmed."
                            : "You cannot confirm this PaymentIntent because it has a status of %s."
                                    .formatted(status.wireName()));
        }
        if (method == null) {
            throw unexpected("You cannot confirm this PaymentIntent because it's missing a payment method. You can "
                    + "either update the PaymentIntent with a payment method and then confirm it again, or confirm it "
                    + "again directly with a payment method or ConfirmationToken.");
        }
        if (intent.mayRedirect() && returnUrl == null) {
            throw StripeRefusal.invalidRequest(
                    null,
                    "return_url",
                    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some "
                            + "of these payment methods might redirect your customer off of your page, you must provide a "
                            + "`return_url`. If you don't want to accept redirect-based payment methods, set "
                            + "`automatic_payment_methods[enabled]` to `true` and "
                            + "`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and "
                            + "Payment Intents.");
        }
        intent.json().putNull("last_payment_error").putNull("next_action");
        intent.json().put("payment_method", method.id());
        return switch (method.kind().behavior()) {
            case Pays ignored -> authorize(method);
            case Declines why -> decline(method, why, true);
            case Settles ignored -> process();
            case Authenticates ignored -> requireAction(authenticationPage, returnUrl);
        };
    }

    /** The customer came back from the authentication page. */
    public Change authenticated(@Nullable PaymentMethod method, boolean proven) {
        if (method == null
                || intent.status() != IntentStatus.REQUIRES_ACTION
                || !(method.kind().behavior() instanceof Authenticates(Behavior then))) {
            throw unexpected("This PaymentIntent does not wait for an authentication.");
        }
        intent.json().putNull("next_action");
        if (!proven) {
            return failAuthentication(method);
        }
        return switch (then) {
            case Declines why -> decline(method, why, false);
            default -> authorize(method);
        };
    }

    /** The bank has decided. */
    public Change settled(@Nullable PaymentMethod method) {
        if (method == null
                || intent.status() != IntentStatus.PROCESSING
                || !(method.kind().behavior() instanceof Settles(Behavior then))) {
            throw unexpected("This PaymentIntent is not processing.");
        }
        intent.json().putNull("processing");
        return then instanceof Declines why ? decline(method, why, false) : authorize(method);
    }

    /** @param amount null captures all there is */
    public Change capture(@Nullable Long amount) {
        if (intent.status() != IntentStatus.REQUIRES_CAPTURE) {
            throw unexpected(("This PaymentIntent could not be captured because it has a status of %s. Only a "
                            + "PaymentIntent with one of the following statuses may be captured: requires_capture.")
                    .formatted(intent.status().wireName()));
        }
        long capturable = intent.json().path("amount_capturable").asLong();
        long captured = amount == null ? capturable : amount;
        if (captured < 1 || captured > capturable) {
            throw StripeRefusal.invalidRequest(
                    "amount_too_large",
                    "amount_to_capture",
                    "The amount to capture must be between 1 and %d.".formatted(capturable));
        }
        intent.json().put("amount_capturable", 0).put("amount_received", captured);
        intent.status(IntentStatus.SUCCEEDED);
        happens("payment_intent.succeeded");
        return done();
    }

    /** @param reason null or one of Stripe's words */
    public Change cancel(@Nullable String reason) {
        if (!IntentStatus.CANCELABLE.contains(intent.status())) {
            throw unexpected(
                    ("You cannot cancel this PaymentIntent because it has a status of %s. Only a PaymentIntent "
                                    + "with one of the following statuses may be canceled: %s.")
                            .formatted(intent.status().wireName(), IntentStatus.list(IntentStatus.CANCELABLE)));
        }
        intent.json()
                .put("canceled_at", now)
                .put("cancellation_reason", reason)
                .put("amount_capturable", 0)
                .putNull("next_action")
                .putNull("processing");
        intent.status(IntentStatus.CANCELED);
        happens("payment_intent.canceled");
        return done();
    }

    private Change authorize(PaymentMethod method) {
        boolean byHand = intent.capturedByHand();
        ObjectNode charge = Charge.paid(intent, method, now, !byHand);
        intent.json().put("latest_charge", charge.path("id").asString());
        happenings.add(new Happening("charge.succeeded", charge));
        if (byHand) {
            intent.json().put("amount_capturable", intent.amount());
            intent.status(IntentStatus.REQUIRES_CAPTURE);
            happens("payment_intent.amount_capturable_updated");
        } else {
            intent.json().put("amount_received", intent.amount());
            intent.status(IntentStatus.SUCCEEDED);
            happens("payment_intent.succeeded");
        }
        return done();
    }

    /** @param refused whether the caller is told by an error; who comes back from a redirect isn't */
    private Change decline(PaymentMethod method, Declines why, boolean refused) {
        ObjectNode charge = Charge.failed(intent, method, now, why);
        String chargeId = charge.path("id").asString();
        ObjectNode error = why.error();
        error.put("charge", chargeId);
        error.set("payment_method", method.json());
        intent.json().put("latest_charge", chargeId).putNull("payment_method");
        intent.json().set("last_payment_error", error);
        intent.status(IntentStatus.REQUIRES_PAYMENT_METHOD);
        happenings.add(new Happening("charge.failed", charge));
        happens("payment_intent.payment_failed");
        return refused
                ? done(StripeRefusal.card(error)
                        .with("payment_intent", intent.copy().json()))
                : done();
    }

    private Change failAuthentication(PaymentMethod method) {
        ObjectNode error = StripeRefusal.body(
                "invalid_request_error",
                "payment_intent_authentication_failure",
                null,
                "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new "
                        + "PaymentMethod to attempt to fulfill this PaymentIntent again.");
        error.set("payment_method", method.json());
        intent.json().putNull("payment_method").set("last_payment_error", error);
        intent.status(IntentStatus.REQUIRES_PAYMENT_METHOD);
        happens("payment_intent.payment_failed");
        return done();
    }

    private Change process() {
        intent.json().putObject("processing").put("type", "us_bank_account");
        intent.status(IntentStatus.PROCESSING);
        happens("payment_intent.processing");
        return done();
    }

    private Change requireAction(String authenticationPage, @Nullable String returnUrl) {
        ObjectNode action = intent.json().putObject("next_action");
        if (returnUrl == null) {
            action.put("type", "use_stripe_sdk");
            action.putObject("use_stripe_sdk")
                    .put("type", "three_d_secure_redirect")
                    .put("stripe_js", authenticationPage)
                    .put("source", StripeIds.next("src_1"));
        } else {
            action.putObject("redirect_to_url").put("return_url", returnUrl).put("url", authenticationPage);
            action.put("type", "redirect_to_url");
        }
        intent.status(IntentStatus.REQUIRES_ACTION);
        happens("payment_intent.requires_action");
        return done();
    }

    private StripeRefusal unexpected(String message) {
        return StripeRefusal.invalidRequest("payment_intent_unexpected_state", null, message)
                .with("payment_intent", intent.copy().json());
    }

    private void happens(String type) {
        happenings.add(new Happening(type, intent.copy().json()));
    }

    private Change done() {
        return done(null);
    }

    private Change done(@Nullable StripeRefusal refusal) {
        return new Change(intent, List.copyOf(happenings), refusal);
    }
}
