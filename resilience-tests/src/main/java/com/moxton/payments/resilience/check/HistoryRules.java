package com.moxton.payments.resilience.check;

import com.moxton.payments.resilience.check.Evidence.HistoryRow;
import com.moxton.payments.resilience.check.Evidence.PaymentRow;
import com.moxton.payments.resilience.check.InvariantChecker.Findings;
import com.moxton.payments.resilience.check.Violation.Kind;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** ONE_EFFECT_PER_EVENT: one entry for each transition, without a gap, from the payment's birth to what its row says. */
final class HistoryRules {

    private HistoryRules() {}

    static void check(Evidence evidence, Findings findings) {
        Map<String, List<HistoryRow>> histories =
                evidence.history().stream().collect(Collectors.groupingBy(HistoryRow::paymentId));
        for (PaymentRow payment : evidence.payments()) {
            List<HistoryRow> entries = histories.getOrDefault(payment.id(), List.of()).stream()
                    .sorted(Comparator.comparingLong(HistoryRow::version))
                    .toList();
            walk(payment, entries, findings);
        }
    }

    private static void walk(PaymentRow payment, List<HistoryRow> entries, Findings findings) {
        Set<String> effects = new HashSet<>();
        HistoryRow before = null;
        long expected = 1;
        for (HistoryRow entry : entries) {
            if (entry.version() < expected) {
                findings.add(Kind.HISTORY_DOUBLED, payment.id(), "version " + entry.version() + " is there twice");
            } else if (entry.version() > expected) {
                findings.add(Kind.HISTORY_GAP, payment.id(), "after " + (expected - 1) + " comes " + entry.version());
            } else if (!Objects.equals(entry.from(), before == null ? null : before.to())) {
                findings.add(
                        Kind.HISTORY_BROKEN,
                        payment.id(),
                        "version %d begins at %s".formatted(entry.version(), entry.from()));
            }
            if (changesNothing(before, entry)
                    || !effects.add(entry.causeId() + " " + entry.to() + " " + entry.error())) {
                findings.add(
                        Kind.HISTORY_DOUBLED,
                        payment.id(),
                        "version %d by %s says what was said before".formatted(entry.version(), entry.causeId()));
            }
            expected = entry.version() + 1;
            before = entry;
        }
        if (expected - 1 != payment.version()) {
            findings.add(
                    Kind.HISTORY_GAP,
                    payment.id(),
                    "ends with version " + (expected - 1) + ", the payment has " + payment.version());
        } else if (before != null && !before.to().equals(payment.status())) {
            findings.add(Kind.HISTORY_BROKEN, payment.id(), "ends at " + before.to() + ", not " + payment.status());
        }
    }

    /**
     * Neither the payment nor its order look otherwise than before. What has succeeded may be entered again by another
     * cause: one that saw it a second earlier moves the order's {@code paid_at}.
     */
    private static boolean changesNothing(@Nullable HistoryRow before, HistoryRow entry) {
        return before != null
                && !entry.to().equals("succeeded")
                && before.to().equals(entry.to())
                && before.orderStatus().equals(entry.orderStatus())
                && before.error().equals(entry.error());
    }
}
