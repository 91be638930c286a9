package com.moxton.payments.resilience.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.resilience.check.Evidence.DeadLetter;
import com.moxton.payments.resilience.check.Evidence.Event;
import com.moxton.payments.resilience.check.Evidence.HistoryRow;
import com.moxton.payments.resilience.check.Evidence.Intent;
import com.moxton.payments.resilience.check.Evidence.OrderRow;
import com.moxton.payments.resilience.check.Evidence.PaymentRow;
import com.moxton.payments.resilience.check.Evidence.ProcessedEvent;
import com.moxton.payments.resilience.check.Evidence.Update;
import com.moxton.payments.resilience.check.Violation.Kind;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of violation, planted into evidence that is in order otherwise. */
class InvariantCheckerTest {

    private static final Map<Kind, Consumer<PaidOrder>> SPOILERS = new HashMap<>();

    static {
        plant(
                Kind.EVENT_NOT_STORED,
                order -> order.log.removeIf(record -> record.eventId().equals(PaidOrder.SUCCEEDED)));
        plant(Kind.EVENT_NOT_PROCESSED, order -> order.processed.removeLast());
        plant(
                Kind.EVENT_NOT_TAKEN,
                order -> order.events.add(new Event("evt_late", "payment_intent.processing", false)));
        plant(Kind.EVENT_INVENTED, order -> order.processed.add(new ProcessedEvent("evt_of_nobody", "applied", 0, 13)));
        plant(
                Kind.DEAD_LETTER_UNEXPECTED,
                order -> order.deadLetters.add(
                        new DeadLetter("stripe.events:0:11", PaidOrder.SUCCEEDED, "processing_failed")));
        plant(Kind.POISON_VANISHED, order -> order.deadLetters.clear());
        plant(
                Kind.ORDER_NOT_PAID,
                order -> replaceFirst(order.orders, new OrderRow(PaidOrder.ORDER, "pending", false)));
        plant(Kind.ORDER_PAID_WITHOUT_MONEY, order -> order.orders.add(new OrderRow("ord_2", "paid", true)));
        plant(
                Kind.CUSTOMER_CHARGED_TWICE,
                order -> order.intents.add(new Intent("pi_2", "succeeded", PaidOrder.ORDER, "pay_2", 4999, 4999)));
        plant(Kind.INTENT_DOUBLED, order -> {
            order.orders.add(new OrderRow("ord_2", "pending", false));
            order.intents.add(new Intent("pi_2", "requires_payment_method", "ord_2", "pay_2", 4999, 0));
            order.intents.add(new Intent("pi_3", "requires_action", "ord_2", "pay_3", 4999, 0));
        });
        plant(Kind.PROMISE_BROKEN, order -> order.intentsTold.put(PaidOrder.ORDER, Set.of("pi_gone")));
        plant(Kind.REQUEST_NOT_ANSWERED, order -> order.unanswered.add("req_1 (create-intent)"));
        plant(Kind.PAYMENT_MISSING, order -> order.payments.clear());
        plant(
                Kind.PAYMENT_INVENTED,
                order -> order.payments.add(new PaymentRow("pay_2", PaidOrder.ORDER, "pi_2", "canceled", 4999, 0, 0)));
        plant(
                Kind.PAYMENT_DIFFERS,
                order -> replaceFirst(
                        order.payments,
                        new PaymentRow(
                                PaidOrder.PAYMENT, PaidOrder.ORDER, PaidOrder.INTENT, "processing", 4999, 0, 3)));
        plant(Kind.HISTORY_GAP, order -> order.history.remove(1));
        plant(
                Kind.HISTORY_DOUBLED,
                order -> order.history.add(new HistoryRow(
                        PaidOrder.PAYMENT,
                        3,
                        "requires_payment_method",
                        "succeeded",
                        "paid",
                        "",
                        PaidOrder.SUCCEEDED)));
        plant(
                Kind.HISTORY_BROKEN,
                order -> replaceFirst(
                        order.history,
                        new HistoryRow(PaidOrder.PAYMENT, 1, null, "processing", "pending", "", "req_1")));
        plant(Kind.UPDATE_MISSING, order -> order.updates.remove(1));
        plant(Kind.UPDATE_CONTRADICTS, order -> order.updates.add(new Update(PaidOrder.PAYMENT, 3, "processing")));
        plant(Kind.UPDATE_INVENTED, order -> order.updates.add(new Update(PaidOrder.PAYMENT, 4, "succeeded")));
    }

    private static void plant(Kind kind, Consumer<PaidOrder> spoiler) {
        SPOILERS.put(kind, spoiler);
    }

    private static <T> void replaceFirst(List<T> list, T element) {
        list.set(0, element);
    }

    @Test
    void findsNothingWhereAllIsInOrder() {
        assertThat(InvariantChecker.check(new PaidOrder().evidence())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatWasPlanted(Kind kind) {
        assertThat(SPOILERS).as("a case for each kind").containsKey(kind);
        PaidOrder order = new PaidOrder();
        SPOILERS.get(kind).accept(order);

        assertThat(InvariantChecker.check(order.evidence()))
                .extracting(Violation::kind)
                .contains(kind);
    }

    @Test
    void hasACaseForEachKind() {
        assertThat(SPOILERS.keySet()).containsAll(EnumSet.allOf(Kind.class));
    }

    @Test
    void findsATransitionThatIsEnteredTwiceUnderTwoVersions() {
        PaidOrder order = new PaidOrder();
        replaceFirst(
                order.payments,
                new PaymentRow(PaidOrder.PAYMENT, PaidOrder.ORDER, PaidOrder.INTENT, "succeeded", 4999, 4999, 4));
        order.history.add(
                new HistoryRow(PaidOrder.PAYMENT, 4, "succeeded", "succeeded", "paid", "", PaidOrder.SUCCEEDED));
        order.updates.add(new Update(PaidOrder.PAYMENT, 4, "succeeded"));

        assertThat(kinds(order)).containsExactly(Kind.HISTORY_DOUBLED);
    }

    @Test
    void findsAnUnpaidOrderWhoseCustomerWasToldThatItIsPaid() {
        PaidOrder order = new PaidOrder();
        replaceFirst(
                order.intents,
                new Intent(PaidOrder.INTENT, "requires_payment_method", PaidOrder.ORDER, PaidOrder.PAYMENT, 4999, 0));

        assertThat(kinds(order)).contains(Kind.ORDER_PAID_WITHOUT_MONEY, Kind.PROMISE_BROKEN, Kind.PAYMENT_DIFFERS);
    }

    @Test
    void findsTheFirstUpdatesMissing() {
        PaidOrder order = new PaidOrder();
        order.updates.removeIf(update -> update.version() == 1);

        assertThat(kinds(order)).containsExactly(Kind.UPDATE_MISSING);
    }

    @Test
    void findsAProcessedEventThatIsSaidToComeFromAnotherPlace() {
        PaidOrder order = new PaidOrder();
        replaceFirst(order.processed, new ProcessedEvent(PaidOrder.CREATED, "applied", 5, 10));

        assertThat(kinds(order)).containsExactly(Kind.EVENT_INVENTED);
    }

    @Test
    void countsADeadLetterAsKeptEvent() {
        PaidOrder order = new PaidOrder();
        order.processed.removeLast();
        order.deadLetters.add(new DeadLetter("stripe.events:0:11", PaidOrder.SUCCEEDED, "orphaned"));

        assertThat(kinds(order)).containsExactly(Kind.DEAD_LETTER_UNEXPECTED);
    }

    @Test
    void acceptsAPaymentThatStripeRefusedToCreate() {
        PaidOrder order = new PaidOrder();
        order.payments.add(new PaymentRow("pay_0", PaidOrder.ORDER, null, "failed", 4999, 0, 2));
        order.history.add(new HistoryRow("pay_0", 1, null, "requested", "pending", "", "req_0"));
        order.history.add(new HistoryRow("pay_0", 2, "requested", "failed", "pending", "x", "req_0"));
        Stream.of(1, 2).forEach(version -> order.updates.add(new Update("pay_0", version, "v" + version)));

        assertThat(kinds(order)).isEmpty();
    }

    private static List<Kind> kinds(PaidOrder order) {
        return InvariantChecker.check(order.evidence()).stream()
                .map(Violation::kind)
                .toList();
    }
}
