package com.moxton.payments.resilience.check;

import com.moxton.payments.resilience.check.Evidence.PaymentRow;
import com.moxton.payments.resilience.check.Evidence.Update;
import com.moxton.payments.resilience.check.InvariantChecker.Findings;
import com.moxton.payments.resilience.check.Violation.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every version of a payment was published, and none with two contents. To publish the same again is allowed: it happens
 * after a crash. So is a higher version before a lower one: readers keep the highest.
 */
final class UpdateRules {

    private UpdateRules() {}

    static void check(Evidence evidence, Findings findings) {
        Map<String, List<Update>> updates =
                evidence.updates().stream().collect(Collectors.groupingBy(Update::paymentId));
        for (PaymentRow payment : evidence.payments()) {
            walk(payment, updates.getOrDefault(payment.id(), List.of()), findings);
        }
        Set<String> known = evidence.payments().stream().map(PaymentRow::id).collect(Collectors.toSet());
        updates.keySet().stream()
                .filter(id -> !known.contains(id))
                .forEach(id -> findings.add(Kind.UPDATE_INVENTED, id, "was published, and there is no such payment"));
    }

    private static void walk(PaymentRow payment, List<Update> updates, Findings findings) {
        Map<Long, String> contents = new HashMap<>();
        for (Update update : updates) {
            String former = contents.putIfAbsent(update.version(), update.content());
            if (former != null && !former.equals(update.content())) {
                findings.add(
                        Kind.UPDATE_CONTRADICTS,
                        payment.id(),
                        "version %d says %s and %s".formatted(update.version(), former, update.content()));
            }
            if (former == null && update.version() > payment.version()) {
                findings.add(
                        Kind.UPDATE_INVENTED,
                        payment.id(),
                        "version " + update.version() + ", the payment has " + payment.version());
            }
        }
        for (long version = 1; version <= payment.version(); version++) {
            if (!contents.containsKey(version)) {
                findings.add(Kind.UPDATE_MISSING, payment.id(), "version " + version + " was never published");
            }
        }
    }
}
