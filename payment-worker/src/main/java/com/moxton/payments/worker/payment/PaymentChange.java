package com.moxton.payments.worker.payment;

import com.moxton.payments.worker.order.OrderStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code payment_history}: a visible change of a payment, or of its order through it.
 *
 * @param from null when the payment was not there before
 * @param to the payment as it is after the change; its version is the change's
 * @param cause the event's type, {@code api.create}, {@code api.confirm}, {@code api.refresh}, {@code create-intent}
 * @param causeId the event's id, {@code api:<request id>} or the request's id
 * @param at when we wrote it, by our clock
 */
public record PaymentChange(
        @Nullable PaymentStatus from, Payment to, OrderStatus orderStatus, String cause, String causeId, Instant at) {}
