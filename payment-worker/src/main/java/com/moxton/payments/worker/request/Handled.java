package com.moxton.payments.worker.request;

import com.moxton.payments.events.PaymentReply;
import org.jspecify.annotations.Nullable;

/**
 * A request after its database transactions are committed.
 *
 * @param reply null when nobody waits for one
 * @param paymentId the payment that it moved or may have moved; null when there is none
 */
record Handled(@Nullable PaymentReply reply, @Nullable String paymentId) {}
