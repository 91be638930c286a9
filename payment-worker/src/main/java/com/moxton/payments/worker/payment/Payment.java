package com.moxton.payments.worker.payment;

import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.worker.order.OrderPayment;
import com.moxton.payments.worker.order.OrderStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code payments}: one PaymentIntent, or the wish for one.
 *
 * @param id UUID, made by us; in the intent's metadata
 * @param intentId Stripe's; null while Stripe has not answered
 * @param stripeAccount the Stripe account that the intent is of, and that all calls for it are made to; null for the one
 *     without a name. Never changes
 * @param metadata as it is at Stripe: ours and the storefront's
 * @param idempotencyKey under which Stripe is asked to create the intent
 * @param createdByRequest the request that asked for it; null when the row was rebuilt from an event that doesn't say
 * @param lastError of the last attempt, or why Stripe refused; null when it did not fail
 * @param observation which observation the row shows; null while Stripe has said nothing
 * @param openOrderId the order, on the one open payment that stands for it; else null. Unique in the table
 * @param version of what is visible: grows by one with each row of the payment's history
 * @param createdAt when Stripe created the intent, or, until that is known, the row
 * @param updatedAt when what the row shows was observed, by Stripe's clock: a rebuilt row bears the same
 */
public record Payment(
        String id,
        String orderId,
        Money amount,
        PaymentStatus status,
        @Nullable String intentId,
        @Nullable String stripeAccount,
        BigDecimal amountReceived,
        Map<String, String> metadata,
        String idempotencyKey,
        @Nullable String createdByRequest,
        @Nullable PaymentError lastError,
        @Nullable Observed observation,
        @Nullable String openOrderId,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * @param by the observation's id
     * @param inDoubt see {@link PaymentState#inDoubt}; a refresh has been asked for
     */
    public record Observed(Instant at, String by, boolean birth, boolean inDoubt) {}

    public Payment {
        amountReceived = new Money(amountReceived, amount.currency()).amount();
        metadata = Map.copyOf(metadata);
    }

    /**
     * A row to be written before Stripe is asked.
     *
     * @param stripeAccount the order's
     * @param metadata the storefront's and ours, as Stripe will be given them
     */
    public static Payment requested(
            String id,
            String orderId,
            @Nullable String stripeAccount,
            Money amount,
            Map<String, String> metadata,
            String requestId,
            Instant now) {
        return new Payment(
                id,
                orderId,
                amount,
                PaymentStatus.REQUESTED,
                null,
                stripeAccount,
                BigDecimal.ZERO,
                metadata,
                idempotencyKeyOf(id),
                requestId,
                null,
                null,
                orderId,
                0,
                now,
                now);
    }

    /** A row for an intent that is ours by its metadata; it knows nothing yet but what never changes. */
    static Payment adopted(String id, String orderId, @Nullable String stripeAccount, IntentSnapshot intent) {
        return new Payment(
                id,
                orderId,
                intent.amount(),
                PaymentStatus.REQUESTED,
                intent.intentId(),
                stripeAccount,
                BigDecimal.ZERO,
                intent.metadata(),
                idempotencyKeyOf(id),
                intent.metadata().get(IntentSnapshot.REQUEST_ID),
                null,
                null,
                null,
                0,
                intent.createdAt(),
                intent.createdAt());
    }

    private static String idempotencyKeyOf(String id) {
        return "create-" + id;
    }

    /** What has been observed; null while nothing was. */
    @Nullable
    PaymentState state() {
        return observation == null
                ? null
                : new PaymentState(
                        status,
                        amount,
                        amountReceived,
                        lastError,
                        metadata,
                        observation.at,
                        observation.by,
                        observation.birth,
                        observation.inDoubt);
    }

    Payment showing(PaymentState state, IntentSnapshot intent) {
        return new Payment(
                id,
                orderId,
                state.amount(),
                state.status(),
                intent.intentId(),
                stripeAccount,
                state.amountReceived(),
                state.metadata(),
                idempotencyKey,
                createdByRequest,
                state.lastError(),
                new Observed(state.observedAt(), state.observedBy(), state.birth(), state.inDoubt()),
                openOrderId,
                version,
                intent.createdAt(),
                state.observedAt());
    }

    Payment refused(PaymentError error, Instant at) {
        return new Payment(
                id,
                orderId,
                amount,
                PaymentStatus.FAILED,
                intentId,
                stripeAccount,
                amountReceived,
                metadata,
                idempotencyKey,
                createdByRequest,
                error,
                observation,
                openOrderId,
                version,
                createdAt,
                at);
    }

    Payment standingForOrder(boolean stands) {
        return with(stands ? orderId : null, version);
    }

    Payment nextVersion() {
        return with(openOrderId, version + 1);
    }

    private Payment with(@Nullable String newOpenOrderId, long newVersion) {
        return new Payment(
                id,
                orderId,
                amount,
                status,
                intentId,
                stripeAccount,
                amountReceived,
                metadata,
                idempotencyKey,
                createdByRequest,
                lastError,
                observation,
                newOpenOrderId,
                newVersion,
                createdAt,
                updatedAt);
    }

    /** Whether readers of {@code payment.updates} would see a difference. */
    boolean looksLike(Payment other) {
        return status == other.status
                && amount.equals(other.amount)
                && Objects.equals(lastError, other.lastError)
                && Objects.equals(intentId, other.intentId);
    }

    /** Two open states of one second were seen: Stripe has been, or is to be, asked which came last. */
    public boolean inDoubt() {
        return observation != null && observation.inDoubt;
    }

    OrderPayment asOrderSeesIt() {
        return new OrderPayment(id, asOrderSeesIt(status, lastError), received(), updatedAt, createdAt);
    }

    Money received() {
        return new Money(amountReceived, amount.currency());
    }

    static OrderPayment.State asOrderSeesIt(PaymentStatus status, @Nullable PaymentError lastError) {
        return switch (status) {
            case SUCCEEDED -> OrderPayment.State.SUCCEEDED;
            case CANCELED -> OrderPayment.State.CANCELED;
            case FAILED -> OrderPayment.State.REFUSED;
            case REQUIRES_PAYMENT_METHOD -> lastError == null ? OrderPayment.State.OPEN : OrderPayment.State.DECLINED;
            case REQUESTED, REQUIRES_CONFIRMATION, REQUIRES_ACTION, PROCESSING, REQUIRES_CAPTURE ->
                OrderPayment.State.OPEN;
        };
    }

    /** The row cites this observation, and shows what that doesn't say: it was misread, or somebody wrote over it. */
    public boolean misreads(Observation seen) {
        PaymentState shown = state();
        return shown != null && shown.saysOtherwiseThan(PaymentState.of(seen));
    }

    public PaymentUpdate update(OrderStatus orderStatus) {
        return new PaymentUpdate(
                id,
                orderId,
                intentId,
                amount.amount(),
                amount.currency(),
                status.wireName(),
                orderStatus.wireName(),
                lastError,
                version,
                updatedAt);
    }
}
