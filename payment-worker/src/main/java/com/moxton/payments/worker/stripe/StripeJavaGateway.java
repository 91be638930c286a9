package com.moxton.payments.worker.stripe;

import com.moxton.payments.worker.payment.IntentSnapshot;
import com.stripe.StripeClient;
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
import tools.jackson.databind.JsonNode;

/** Calls Stripe by stripe-java. What is done around each call, {@link StripeCalls} does. */
final class StripeJavaGateway implements StripeGateway {
    private static final long PAGE = 100;
    /** 100,000 intents: more than that within a day and Stripe has to be asked by other means. */
    private static final int MOST_PAGES = 1_000;

    private final PaymentIntentService intents;
    private final StripeCalls calls;
    private final AllowRedirects allowRedirects;
    private final AnswerReader reader;

    StripeJavaGateway(
            StripeClient client, StripeCalls calls, StripeSettings.AllowRedirects allowRedirects, AnswerReader reader) {
        this.intents = client.v1().paymentIntents();
        this.calls = calls;
        this.allowRedirects = switch (allowRedirects) {
            case NEVER -> AllowRedirects.NEVER;
            case ALWAYS -> AllowRedirects.ALWAYS;
        };
        this.reader = reader;
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
        return intent(
                StripeOperation.CREATE,
                CallSubject.ofMetadata(intent.metadata()),
                () -> intents.create(params, withKey(intent.idempotencyKey())));
    }

    @Override
    public StripeAnswer retrieve(String intentId) {
        return intent(StripeOperation.RETRIEVE, CallSubject.intent(intentId), () -> intents.retrieve(intentId));
    }

    @Override
    public StripeAnswer confirm(IntentToConfirm intent) {
        PaymentIntentConfirmParams params = PaymentIntentConfirmParams.builder()
                .setPaymentMethod(intent.paymentMethodId())
                .setReturnUrl(intent.returnUrl())
                .build();
        return intent(
                StripeOperation.CONFIRM,
                CallSubject.intent(intent.intentId()),
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
            PaymentIntentListParams these = params.build();
            IntentPage listed = calls.make(
                    StripeOperation.LIST_INTENTS,
                    CallSubject.payment(paymentId),
                    () -> intents.list(these),
                    response -> page(response, paymentId));
            // Stripe lists the newest first: the last one found is the earliest.
            found = listed.found == null ? found : listed.found;
            if (listed.next == null) {
                return Optional.ofNullable(found);
            }
            params.setStartingAfter(listed.next);
        }
        throw new StripeUnavailableException("Too many intents to look through", false, false, null, null);
    }

    /**
     * @param found the earliest of the page that bears the payment's id
     * @param next where the next page begins; null when this was the last
     */
    private record IntentPage(
            @Nullable StripeAnswer found, @Nullable String next) {}

    private IntentPage page(StripeResponse response, String paymentId) {
        JsonNode list = reader.tree(response);
        @Nullable StripeAnswer found = null;
        @Nullable String last = null;
        for (JsonNode intent : list.path("data")) {
            last = intent.path("id").asString();
            if (paymentId.equals(
                    intent.path("metadata").path(IntentSnapshot.PAYMENT_ID).asString(""))) {
                found = reader.answer(response, intent);
            }
        }
        return new IntentPage(found, list.path("has_more").asBoolean(false) ? last : null);
    }

    private StripeAnswer intent(StripeOperation operation, CallSubject subject, StripeCalls.Wire wire) {
        return calls.make(operation, subject, wire, response -> reader.answer(response, reader.tree(response)));
    }

    private static RequestOptions withKey(String idempotencyKey) {
        return RequestOptions.builder().setIdempotencyKey(idempotencyKey).build();
    }
}
