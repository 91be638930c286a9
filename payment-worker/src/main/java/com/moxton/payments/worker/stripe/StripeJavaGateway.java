package com.moxton.payments.worker.stripe;

import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.worker.payment.IntentSnapshot;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeObject;
import com.stripe.net.RequestOptions;
import com.stripe.net.StripeResponse;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods.AllowRedirects;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.service.PaymentIntentService;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Calls Stripe by stripe-java, once for each call: who repeats them is {@link RetryingStripeGateway}. */
final class StripeJavaGateway implements StripeGateway {
    private static final Logger log = LoggerFactory.getLogger(StripeJavaGateway.class);
    private static final long PAGE = 100;
    /** 100,000 intents: more than that within a day and Stripe has to be asked by other means. */
    private static final int MOST_PAGES = 1_000;

    private final PaymentIntentService intents;
    private final AllowRedirects allowRedirects;
    private final AnswerReader reader;
    private final StripeFailures failures;

    StripeJavaGateway(StripeClient client, StripeSettings.AllowRedirects allowRedirects, AnswerReader reader) {
        this.intents = client.v1().paymentIntents();
        this.allowRedirects = switch (allowRedirects) {
            case NEVER -> AllowRedirects.NEVER;
            case ALWAYS -> AllowRedirects.ALWAYS;
        };
        this.reader = reader;
        this.failures = new StripeFailures(reader);
    }

    @Override
    public StripeAnswer create(IntentToCreate intent) {
        PaymentIntentCreateParams params = PaymentIntentCreateParams.builder()
                .setAmount(StripeAmounts.toStripe(intent.amount()))
                .setCurrency(intent.amount().currency())
                .putAllMetadata(intent.metadata())
                .setAutomaticPaymentMethods(AutomaticPaymentMethods.builder()
                        .setEnabled(true)
                        .setAllowRedirects(allowRedirects)
                        .build())
                .build();
        return intent("create", null, () -> intents.create(params, withKey(intent.idempotencyKey())));
    }

    @Override
    public StripeAnswer retrieve(String intentId) {
        return intent("retrieve", intentId, () -> intents.retrieve(intentId));
    }

    @Override
    public StripeAnswer confirm(IntentToConfirm intent) {
        PaymentIntentConfirmParams params = PaymentIntentConfirmParams.builder()
                .setPaymentMethod(intent.paymentMethodId())
                .setReturnUrl(intent.returnUrl())
                .build();
        return intent(
                "confirm",
                intent.intentId(),
                () -> intents.confirm(intent.intentId(), params, withKey(intent.idempotencyKey())));
    }

    @Override
    public Optional<StripeAnswer> findByPaymentId(String paymentId, Instant from, Instant to) {
        PaymentIntentListParams.Builder params = PaymentIntentListParams.builder()
                .setLimit(PAGE)
                .setCreated(PaymentIntentListParams.Created.builder()
                        .setGte(from.getEpochSecond())
                        .setLte(to.getEpochSecond())
                        .build());
        @Nullable StripeAnswer found = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            StripeResponse response = response("list", null, () -> intents.list(params.build()));
            JsonNode list = tree(response);
            String last = null;
            for (JsonNode intent : list.path("data")) {
                last = intent.path("id").asString();
                if (paymentId.equals(
                        intent.path("metadata").path(IntentSnapshot.PAYMENT_ID).asString(""))) {
                    // Stripe lists the newest first: the last one found is the earliest.
                    found = read(response, intent);
                }
            }
            if (last == null || !list.path("has_more").asBoolean(false)) {
                return Optional.ofNullable(found);
            }
            params.setStartingAfter(last);
        }
        throw new StripeUnavailableException("Too many intents to look through", false, false, null, null);
    }

    private StripeAnswer intent(String operation, @Nullable String intentId, Call call) {
        StripeResponse response = response(operation, intentId, call);
        return read(response, tree(response));
    }

    private StripeResponse response(String operation, @Nullable String intentId, Call call) {
        long started = System.nanoTime();
        LoggingEventBuilder line = log.atInfo().addKeyValue("call", operation).addKeyValue("intentId", intentId);
        try {
            StripeResponse response = call.make().getLastResponse();
            line = line.addKeyValue("outcome", "answered")
                    .addKeyValue("stripeRequestId", response.requestId())
                    .addKeyValue("replayed", AnswerReader.isReplayed(response));
            return response;
        } catch (StripeException e) {
            StripeCallException failure = failures.sort(e);
            line = line.addKeyValue("outcome", failure.getClass().getSimpleName())
                    .addKeyValue("status", e.getStatusCode())
                    .addKeyValue("code", e.getCode())
                    .addKeyValue("stripeRequestId", e.getRequestId());
            throw failure;
        } finally {
            line.addKeyValue("durationMs", (System.nanoTime() - started) / 1_000_000)
                    .log("Stripe call");
        }
    }

    private StripeAnswer read(StripeResponse response, JsonNode intent) {
        try {
            return reader.answer(response, intent);
        } catch (MalformedEventException e) {
            throw unreadable(response, e);
        }
    }

    private JsonNode tree(StripeResponse response) {
        try {
            return reader.tree(response);
        } catch (JacksonException e) {
            throw unreadable(response, null);
        }
    }

    private static StripeUnavailableException unreadable(StripeResponse response, @Nullable Exception cause) {
        return new StripeUnavailableException(
                "Stripe's answer can't be read", true, false, response.requestId(), cause);
    }

    private static RequestOptions withKey(String idempotencyKey) {
        return RequestOptions.builder().setIdempotencyKey(idempotencyKey).build();
    }

    private interface Call {
        StripeObject make() throws StripeException;
    }
}
