package com.moxton.payments.resilience.check;

import com.moxton.payments.resilience.check.Evidence.Intent;
import com.moxton.payments.resilience.check.Evidence.PaymentRow;
import com.moxton.payments.resilience.check.InvariantChecker.Findings;
import com.moxton.payments.resilience.check.Violation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Each row of {@code payments} says what Stripe says, and Stripe has no intent of ours without one. */
final class PaymentRules {

    private PaymentRules() {}

    static void check(Evidence evidence, Findings findings) {
        Map<String, Intent> intents =
                evidence.intents().stream().collect(Collectors.toMap(Intent::id, Function.identity()));
        Map<String, List<PaymentRow>> rows = evidence.payments().stream()
                .filter(row -> row.intentId() != null)
                .collect(Collectors.groupingBy(row -> Objects.requireNonNull(row.intentId())));
        for (Intent intent : evidence.intents()) {
            List<PaymentRow> own = rows.getOrDefault(intent.id(), List.of());
            if (own.isEmpty()) {
                findings.add(Kind.PAYMENT_MISSING, intent.id(), "is at Stripe for order " + intent.orderId());
            }
            own.forEach(row -> compare(row, intent, findings));
        }
        for (PaymentRow row : evidence.payments()) {
            if (row.intentId() == null && row.status().equals("failed")) {
                // Stripe refused to create it.
                continue;
            }
            if (row.intentId() == null) {
                findings.add(Kind.PAYMENT_DIFFERS, row.id(), "is " + row.status() + " and has no intent");
            } else if (!intents.containsKey(row.intentId())) {
                findings.add(Kind.PAYMENT_INVENTED, row.id(), row.intentId() + " is not at Stripe");
            }
        }
    }

    private static void compare(PaymentRow row, Intent intent, Findings findings) {
        List<String> differences = new ArrayList<>();
        differ(differences, "id", row.id(), intent.paymentId());
        differ(differences, "order", row.orderId(), intent.orderId());
        differ(differences, "status", row.status(), intent.status());
        differ(differences, "amount", row.amount(), intent.amount());
        differ(differences, "received", row.amountReceived(), intent.amountReceived());
        if (!differences.isEmpty()) {
            findings.add(Kind.PAYMENT_DIFFERS, row.id(), String.join(", ", differences));
        }
    }

    private static void differ(List<String> differences, String column, Object row, @Nullable Object stripe) {
        if (!row.equals(stripe)) {
            differences.add(column + " is " + row + ", at Stripe " + stripe);
        }
    }
}
