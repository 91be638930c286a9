package com.moxton.payments.resilience.check;

import com.moxton.payments.resilience.check.Evidence.Intent;
import com.moxton.payments.resilience.check.Evidence.OrderRow;
import com.moxton.payments.resilience.check.InvariantChecker.Findings;
import com.moxton.payments.resilience.check.Violation.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** ONE_INTENT_PER_ORDER and NO_REGRESSION: each order is paid that should be, once, and no other. */
final class OrderRules {

    private OrderRules() {}

    static void check(Evidence evidence, Findings findings) {
        Map<String, List<Intent>> intents = evidence.intents().stream().collect(Collectors.groupingBy(Intent::orderId));
        for (OrderRow order : evidence.orders()) {
            List<Intent> own = intents.getOrDefault(order.id(), List.of());
            long paid = own.stream().filter(Intent::succeeded).count();
            boolean saysPaid = order.status().equals("paid") && order.hasPaidAt();
            if (paid > 0 && !saysPaid) {
                findings.add(Kind.ORDER_NOT_PAID, order.id(), "Stripe has the money, the row says " + order.status());
            }
            if (paid == 0 && (order.status().equals("paid") || order.hasPaidAt())) {
                findings.add(Kind.ORDER_PAID_WITHOUT_MONEY, order.id(), "no intent of it succeeded");
            }
            if (paid > 1) {
                findings.add(Kind.CUSTOMER_CHARGED_TWICE, order.id(), ids(own));
            }
            if (own.stream().filter(Intent::isOpen).count() > 1) {
                findings.add(Kind.INTENT_DOUBLED, order.id(), "open at once: " + ids(own));
            }
        }
        checkPromises(evidence, intents, findings);
        evidence.unanswered().forEach(request -> findings.add(Kind.REQUEST_NOT_ANSWERED, request, "has no answer"));
    }

    private static void checkPromises(Evidence evidence, Map<String, List<Intent>> intents, Findings findings) {
        evidence.intentsTold().forEach((orderId, told) -> {
            List<Intent> own = intents.getOrDefault(orderId, List.of());
            Set<String> ids = own.stream().map(Intent::id).collect(Collectors.toSet());
            told.stream()
                    .filter(id -> !ids.contains(id))
                    .forEach(id -> findings.add(
                            Kind.PROMISE_BROKEN, orderId, "its customer was given " + id + ", which is not at Stripe"));
        });
        for (String orderId : evidence.paymentsTold()) {
            if (intents.getOrDefault(orderId, List.of()).stream().noneMatch(Intent::succeeded)) {
                findings.add(Kind.PROMISE_BROKEN, orderId, "its customer was told that the payment succeeded");
            }
        }
    }

    private static String ids(List<Intent> intents) {
        return intents.stream()
                .map(intent -> intent.id() + " " + intent.status())
                .collect(Collectors.joining(", "));
    }
}
