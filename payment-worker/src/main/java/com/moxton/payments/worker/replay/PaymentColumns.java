package com.moxton.payments.worker.replay;

import com.moxton.payments.events.PaymentError;
import com.moxton.payments.worker.payment.Payment;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A payment as an audit compares it: all columns that its events determine. Left out are {@code version} (how many steps
 * were visible), {@code idempotency_key} and {@code created_by_request} (our own).
 */
final class PaymentColumns {

    static final String DOUBT = "refresh_needed";

    private PaymentColumns() {}

    static Map<String, @Nullable String> of(Payment payment) {
        Map<String, @Nullable String> columns = new LinkedHashMap<>();
        PaymentError error = payment.lastError();
        Payment.Observed observed = payment.observation();
        columns.put("order_id", payment.orderId());
        columns.put("amount", payment.amount().amount().toPlainString());
        columns.put("currency", payment.amount().currency());
        columns.put("status", payment.status().wireName());
        columns.put("stripe_intent_id", payment.intentId());
        columns.put("stripe_account", payment.stripeAccount());
        columns.put("amount_received", payment.amountReceived().toPlainString());
        columns.put("metadata", new TreeMap<>(payment.metadata()).toString());
        columns.put("last_error_code", error == null ? null : error.code());
        columns.put("last_error_decline_code", error == null ? null : error.declineCode());
        columns.put("last_error_message", error == null ? null : error.message());
        columns.put("last_observed_at", observed == null ? null : text(observed.at()));
        columns.put("last_observed_by", observed == null ? null : observed.by());
        columns.put("last_observed_birth", String.valueOf(observed != null && observed.birth()));
        columns.put(DOUBT, String.valueOf(payment.inDoubt()));
        columns.put("open_order_id", payment.openOrderId());
        columns.put("created_at", text(payment.createdAt()));
        columns.put("updated_at", text(payment.updatedAt()));
        return columns;
    }

    static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
