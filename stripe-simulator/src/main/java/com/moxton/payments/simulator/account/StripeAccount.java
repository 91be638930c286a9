package com.moxton.payments.simulator.account;

import com.moxton.payments.simulator.intent.Change;
import com.moxton.payments.simulator.intent.IntentForm;
import com.moxton.payments.simulator.intent.IntentStatus;
import com.moxton.payments.simulator.intent.Lifecycle;
import com.moxton.payments.simulator.intent.PaymentIntent;
import com.moxton.payments.simulator.intent.PaymentMethod;
import com.moxton.payments.simulator.intent.TestPaymentMethod;
import com.moxton.payments.simulator.wire.Form;
import com.moxton.payments.simulator.wire.StripeIds;
import com.moxton.payments.simulator.wire.StripeRefusal;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The PaymentIntents of the account and what can be done with them. One lock guards it all: a step is a few microseconds
 * of work in memory, and the order of events is then the order of changes.
 */
public final class StripeAccount {

    private static final String AUTHENTICATION_PATH = "/_simulator/authenticate/";

    private final Bounded<PaymentIntent> intents;
    private final Bounded<PaymentMethod> methods;
    private final Bounded<ObjectNode> charges;
    private final Map<String, String> authentications = new HashMap<>();
    private final InstantSource clock;
    private final Supplier<String> baseUrl;
    private final Announcements announcements;

    /** @param capacity of each sort of object: the oldest are forgotten */
    public StripeAccount(int capacity, InstantSource clock, Supplier<String> baseUrl, Announcements announcements) {
        this.intents = new Bounded<>(capacity);
        this.methods = new Bounded<>(capacity);
        this.charges = new Bounded<>(capacity);
        this.clock = clock;
        this.baseUrl = baseUrl;
        this.announcements = announcements;
    }

    public synchronized ObjectNode create(Form form, Caller caller) {
        PaymentIntent intent = IntentForm.create(form, now());
        PaymentMethod method = methodIn(form);
        if (method != null) {
            intent.attach(method);
        }
        boolean confirm = form.flag("confirm");
        if (!confirm && form.has("return_url")) {
            throw StripeRefusal.badParameter(
                    null, "return_url", "You may only pass `return_url` when `confirm` is true.");
        }
        ObjectNode created = apply(Lifecycle.create(intent, now()), caller);
        return confirm ? confirm(intent, form, caller) : created;
    }

    public synchronized ObjectNode update(String id, Form form, Caller caller) {
        PaymentIntent updated = IntentForm.update(require(id), form);
        PaymentMethod method = methodIn(form);
        if (method != null) {
            updated.attach(method);
        }
        return apply(new Change(updated, List.of(), null), caller);
    }

    public synchronized ObjectNode confirm(String id, Form form, Caller caller) {
        return confirm(IntentForm.confirm(require(id), form), form, caller);
    }

    private ObjectNode confirm(PaymentIntent intent, Form form, Caller caller) {
        PaymentMethod method = methodIn(form);
        String attached = intent.paymentMethod();
        if (method == null && attached != null) {
            method = methods.get(attached);
        }
        String token = StripeIds.next("payatt_3");
        Change change = Lifecycle.of(intent, now())
                .confirm(method, baseUrl.get() + AUTHENTICATION_PATH + token, form.text("return_url"));
        if (change.intent().status() == IntentStatus.REQUIRES_ACTION) {
            authentications.put(token, intent.id());
        }
        return apply(change, caller);
    }

    public synchronized ObjectNode cancel(String id, Form form, Caller caller) {
        String reason = IntentForm.cancellationReason(form);
        return apply(Lifecycle.of(require(id), now()).cancel(reason), caller);
    }

    public synchronized ObjectNode capture(String id, Form form, Caller caller) {
        form.allowOnly(java.util.Set.of("amount_to_capture", "expand", "final_capture", "metadata"));
        return apply(Lifecycle.of(require(id), now()).capture(form.integer("amount_to_capture")), caller);
    }

    /** The customer has proved who they are, or has failed to. */
    public synchronized ObjectNode authenticate(String id, boolean proven) {
        PaymentIntent intent = require(id);
        authentications.values().removeIf(id::equals);
        return apply(Lifecycle.of(intent, now()).authenticated(methodOf(intent), proven), Caller.NOBODY);
    }

    /** The bank has decided about what is {@code processing}. */
    public synchronized ObjectNode settle(String id) {
        PaymentIntent intent = require(id);
        return apply(Lifecycle.of(intent, now()).settled(methodOf(intent)), Caller.NOBODY);
    }

    /** The intent whose customer is at this authentication page. */
    public synchronized Optional<PaymentIntent> authenticating(String token) {
        String id = authentications.get(token);
        return Optional.ofNullable(id == null ? null : intents.get(id)).map(PaymentIntent::copy);
    }

    public synchronized Optional<PaymentIntent> find(String id) {
        return Optional.ofNullable(intents.get(id)).map(PaymentIntent::copy);
    }

    /** @throws StripeRefusal when there is none */
    public synchronized PaymentIntent require(String id) {
        return find(id).orElseThrow(() -> StripeRefusal.missing("payment_intent", id));
    }

    public synchronized List<PaymentIntent> all() {
        return intents.oldestFirst().stream().map(PaymentIntent::copy).toList();
    }

    public ObjectNode list(Form form) {
        form.allowOnly(java.util.Set.of("limit", "starting_after", "ending_before", "created", "customer", "expand"));
        String customer = form.text("customer");
        return new Page<>("payment_intent", PaymentIntent::id, PaymentIntent::created)
                .of(
                        all().reversed(),
                        form,
                        intent -> customer == null || customer.equals(intent.text("customer")),
                        PaymentIntent::json);
    }

    public synchronized ObjectNode createMethod(Form form) {
        PaymentMethod method = MethodForm.read(form, now());
        methods.put(method.id(), method);
        return method.json();
    }

    public synchronized ObjectNode method(String id) {
        return requireMethod(id).json();
    }

    public synchronized ObjectNode charge(String id) {
        ObjectNode charge = charges.get(id);
        if (charge == null) {
            throw StripeRefusal.missing("charge", id);
        }
        return charge.deepCopy();
    }

    private ObjectNode apply(Change change, Caller caller) {
        PaymentIntent intent = change.intent();
        intents.put(intent.id(), intent);
        change.happenings().stream()
                .filter(happening -> happening.type().startsWith("charge."))
                .forEach(happening -> charges.put(happening.object().path("id").asString(), happening.object()));
        announcements.announce(change, caller);
        if (change.refusal() != null) {
            throw change.refusal();
        }
        return intent.copy().json();
    }

    private @Nullable PaymentMethod methodIn(Form form) {
        String id = form.text("payment_method");
        if (id != null && !id.isEmpty()) {
            return requireMethod(id);
        }
        if (form.has("payment_method_data")) {
            PaymentMethod method = MethodForm.readData(form, now());
            methods.put(method.id(), method);
            return method;
        }
        return null;
    }

    /** A test name such as {@code pm_card_visa} stands for a new payment method each time it is used. */
    private PaymentMethod requireMethod(String id) {
        PaymentMethod known = methods.get(id);
        if (known != null) {
            return known;
        }
        PaymentMethod fresh = TestPaymentMethod.named(id)
                .map(kind -> PaymentMethod.of(kind, now()))
                .orElseThrow(() -> StripeRefusal.invalidRequest(
                        "resource_missing", "payment_method", "No such PaymentMethod: '%s'".formatted(id)));
        methods.put(fresh.id(), fresh);
        return fresh;
    }

    private PaymentMethod methodOf(PaymentIntent intent) {
        String id = intent.paymentMethod();
        PaymentMethod method = id == null ? null : methods.get(id);
        if (method == null) {
            throw StripeRefusal.invalidRequest(
                    "payment_intent_unexpected_state", null, "This PaymentIntent has no payment method.");
        }
        return method;
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    /** Tells the world of a change; called with the account locked, so in the order of the changes. */
    @FunctionalInterface
    public interface Announcements {
        void announce(Change change, Caller caller);
    }
}
