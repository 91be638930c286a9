package com.moxton.payments.worker.payment;

import static com.moxton.payments.worker.payment.Observations.DECLINED;
import static com.moxton.payments.worker.payment.Observations.birth;
import static com.moxton.payments.worker.payment.Observations.intent;
import static com.moxton.payments.worker.payment.Observations.of;
import static com.moxton.payments.worker.payment.Observations.seen;
import static com.moxton.payments.worker.payment.Observations.uuid;
import static com.moxton.payments.worker.payment.PaymentStatus.CANCELED;
import static com.moxton.payments.worker.payment.PaymentStatus.FAILED;
import static com.moxton.payments.worker.payment.PaymentStatus.PROCESSING;
import static com.moxton.payments.worker.payment.PaymentStatus.REQUIRES_ACTION;
import static com.moxton.payments.worker.payment.PaymentStatus.REQUIRES_PAYMENT_METHOD;
import static com.moxton.payments.worker.payment.PaymentStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.order.OrderStatus;
import com.moxton.payments.worker.order.ReviewReason;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PaymentLedgerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123456789Z");

    private final InMemoryTables tables = new InMemoryTables();
    private final PaymentLedger ledger = ledger(tables);

    @Test
    void adoptsWhatIsOursByItsMetadata() {
        tables.order("order-1", "49.99");
        LedgerEntry entry = ledger.observe(List.of(birth("evt_1")));
        assertThat(entry.outcomes()).containsExactly(Map.entry("evt_1", ObservationOutcome.ADOPTED));
        assertThat(entry.updates()).singleElement().satisfies(update -> {
            assertThat(update.paymentId()).isEqualTo(uuid(1));
            assertThat(update.status()).isEqualTo("requires_payment_method");
            assertThat(update.orderStatus()).isEqualTo("pending");
            assertThat(update.version()).isEqualTo(1);
        });
        assertThat(payment(1)).satisfies(payment -> {
            assertThat(payment.openOrderId()).isEqualTo("order-1");
            assertThat(payment.idempotencyKey()).isEqualTo("create-" + uuid(1));
            assertThat(payment.createdByRequest()).isEqualTo("req-pi_1");
            assertThat(payment.createdAt()).isEqualTo(Observations.BIRTH);
        });
    }

    @Test
    void takesItsStepsAndPaysTheOrder() {
        tables.order("order-1", "49.99");
        LedgerEntry entry = ledger.observe(List.of(
                birth("evt_1"),
                seen("evt_2", 3, REQUIRES_PAYMENT_METHOD, DECLINED),
                seen("evt_3", 5, PROCESSING),
                seen("evt_4", 8, SUCCEEDED),
                seen("evt_5", 6, REQUIRES_ACTION)));
        assertThat(entry.outcomes())
                .containsEntry("evt_2", ObservationOutcome.APPLIED)
                .containsEntry("evt_5", ObservationOutcome.SUPERSEDED);
        assertThat(entry.updates())
                .extracting(PaymentUpdate::orderStatus)
                .containsExactly("pending", "payment_failed", "pending", "paid");
        assertThat(entry.updates()).extracting(PaymentUpdate::version).containsExactly(1L, 2L, 3L, 4L);
        assertThat(entry.updates().get(1).lastError()).isEqualTo(DECLINED);
        assertThat(payment(1).openOrderId()).as("succeeded stands for no order").isNull();
        assertThat(tables.orders.get("order-1")).satisfies(order -> {
            assertThat(order.status()).isEqualTo(OrderStatus.PAID);
            assertThat(order.paidAt()).isEqualTo(Observations.BIRTH.plusSeconds(8));
        });
        assertThat(tables.history)
                .allSatisfy(change -> assertThat(change.at()).isEqualTo(Instant.parse("2026-11-23T10:00:00.123456Z")));
    }

    @Test
    void ONE_EFFECT_PER_EVENT_observingAgainChangesNothing() {
        tables.order("order-1", "49.99");
        List<Observation> all = List.of(birth("evt_1"), seen("evt_2", 3, SUCCEEDED));
        ledger.observe(all);
        var before = Map.copyOf(tables.payments);
        LedgerEntry again = ledger.observe(all);
        assertThat(again.updates()).isEmpty();
        assertThat(again.outcomes().values()).containsOnly(ObservationOutcome.SUPERSEDED);
        assertThat(tables.payments).isEqualTo(before);
        assertThat(tables.history).hasSize(2);
    }

    @Test
    void twoEventsOfOneChangeAreOneVersion() {
        tables.order("order-1", "49.99");
        ledger.observe(List.of(birth("evt_1"), seen("evt_2", 3, SUCCEEDED)));
        assertThat(ledger.observe(List.of(seen("evt_3", 3, SUCCEEDED))).updates())
                .as("another id, the same state")
                .isEmpty();
        assertThat(payment(1).version()).isEqualTo(2);
        assertThat(tables.history).hasSize(2);
    }

    @Test
    void foreignIntentsLeaveNoTrace() {
        LedgerEntry entry = ledger.observe(List.of(of("evt_1", 0, false, foreign())));
        assertThat(entry.outcomes()).containsExactly(Map.entry("evt_1", ObservationOutcome.FOREIGN));
        assertThat(tables.payments).isEmpty();
    }

    private static IntentSnapshot foreign() {
        return new IntentSnapshot(
                "pi_other",
                SUCCEEDED,
                new Money(BigDecimal.TEN, "usd"),
                BigDecimal.TEN,
                null,
                Map.of("order_id", "order-1"),
                Observations.BIRTH);
    }

    @Test
    void orphansLeaveNoTrace() {
        LedgerEntry entry = ledger.observe(List.of(birth("evt_1")));
        assertThat(entry.outcomes()).containsExactly(Map.entry("evt_1", ObservationOutcome.ORPHANED));
        assertThat(tables.payments).isEmpty();
    }

    @Test
    void aDeletedOrderMakesItsPaymentsOrphans() {
        tables.order("order-1", "49.99");
        ledger.observe(List.of(birth("evt_1")));
        tables.orders.clear();
        IntentSnapshot withoutMetadata = new IntentSnapshot(
                "pi_1",
                SUCCEEDED,
                new Money(BigDecimal.TEN, "usd"),
                BigDecimal.TEN,
                null,
                Map.of(),
                Observations.BIRTH);
        LedgerEntry entry =
                ledger.observe(List.of(seen("evt_2", 3, SUCCEEDED), of("evt_3", 4, false, withoutMetadata)));
        assertThat(entry.outcomes().values()).containsOnly(ObservationOutcome.ORPHANED);
    }

    @Test
    void rowIsFoundByItsIntentEvenWithoutMetadata() {
        tables.order("order-1", "10.00");
        ledger.observe(List.of(
                of("evt_1", 0, true, intent("pi_1", "order-1", uuid(1), "10.00", REQUIRES_PAYMENT_METHOD, null))));
        IntentSnapshot withoutMetadata = new IntentSnapshot(
                "pi_1",
                SUCCEEDED,
                new Money(BigDecimal.TEN, "usd"),
                BigDecimal.TEN,
                null,
                Map.of(),
                Observations.BIRTH);
        ledger.observe(List.of(of("evt_2", 4, false, withoutMetadata)));
        assertThat(tables.orders.get("order-1").status()).isEqualTo(OrderStatus.PAID);
    }

    @Test
    void eventMayBeQuickerThanStripesAnswer() {
        tables.order("order-1", "49.99");
        PaymentUpdate opened = open(uuid(1));
        assertThat(opened.status()).isEqualTo("requested");
        assertThat(opened.version()).isEqualTo(1);
        assertThat(opened.intentId()).isNull();

        LedgerEntry entry = ledger.observe(List.of(birth("evt_1")));
        assertThat(entry.outcomes()).containsExactly(Map.entry("evt_1", ObservationOutcome.APPLIED));
        assertThat(entry.updates()).singleElement().satisfies(update -> {
            assertThat(update.intentId()).isEqualTo("pi_1");
            assertThat(update.version()).isEqualTo(2);
        });
        assertThat(payment(1).createdAt()).as("Stripe's, as in a rebuilt row").isEqualTo(Observations.BIRTH);
        assertThat(tables.payments).hasSize(1);
    }

    /** Whoever has an account may write our ids into an intent there. */
    @Test
    void observationsOfAnotherAccountMoveNothing() {
        tables.order("order-1", "49.99");
        open(uuid(1));
        tables.order("order-2", "49.99", "acct_1");
        Map<String, Payment> payments = Map.copyOf(tables.payments);
        Map<String, Order> orders = Map.copyOf(tables.orders);

        LedgerEntry entry = ledger.observe(List.of(
                of("evt_1", "acct_1", 0, false, paid("pi_1", "order-1", uuid(1))),
                of("evt_2", "acct_1", 0, false, paid("pi_2", "order-1", uuid(2))),
                of("evt_3", null, 0, false, paid("pi_3", "order-2", uuid(3))),
                of("evt_4", "acct_2", 0, false, paid("pi_4", "order-2", uuid(4)))));

        assertThat(entry.outcomes().values()).hasSize(4).containsOnly(ObservationOutcome.OTHER_ACCOUNT);
        assertThat(entry.updates()).isEmpty();
        assertThat(tables.payments).isEqualTo(payments);
        assertThat(tables.orders).isEqualTo(orders);
    }

    @Test
    void adoptsIntoTheAccountOfTheOrder() {
        tables.order("order-1", "49.99", "acct_1");

        ledger.observe(List.of(of("evt_1", "acct_1", 0, false, paid("pi_1", "order-1", uuid(1)))));

        assertThat(payment(1).stripeAccount()).isEqualTo("acct_1");
        assertThat(Objects.requireNonNull(tables.orders.get("order-1")).status())
                .isEqualTo(OrderStatus.PAID);
        assertThat(ledger.observe(List.of(of("evt_2", null, 9, false, paid("pi_1", "order-1", uuid(1)))))
                        .outcomes())
                .as("also with an intent that is known")
                .containsEntry("evt_2", ObservationOutcome.OTHER_ACCOUNT);
    }

    private static IntentSnapshot paid(String intent, String order, String payment) {
        return Observations.intent(intent, order, payment, "49.99", PaymentStatus.SUCCEEDED, null);
    }

    @Test
    void ONE_INTENT_PER_ORDER_secondOpenPaymentViolatesTheConstraint() {
        tables.order("order-1", "49.99");
        open(uuid(1));
        org.assertj.core.api.Assertions.assertThatExceptionOfType(InMemoryTables.ConstraintViolation.class)
                .isThrownBy(() -> tables.paymentRepository()
                        .insert(List.of(Payment.requested(
                                uuid(2),
                                "order-1",
                                null,
                                new Money(new BigDecimal("49.99"), "usd"),
                                Map.of(),
                                "req-2",
                                NOW))));
    }

    @Test
    void ONE_INTENT_PER_ORDER_opensNoSecondPayment() {
        tables.order("order-1", "49.99");
        open(uuid(1));
        assertThatIllegalStateException().isThrownBy(() -> open(uuid(2)));
        ledger.observe(List.of(birth("evt_1"), seen("evt_2", 3, PROCESSING)));
        assertThatIllegalStateException().isThrownBy(() -> open(uuid(2)));
        assertThat(tables.payments).hasSize(1);
    }

    @Test
    void refusedPaymentMakesRoomForTheNext() {
        tables.order("order-1", "49.99");
        open(uuid(1));
        PaymentError error = new PaymentError("amount_too_small", null, "Too small.");
        List<PaymentUpdate> updates = ledger.refuse(payment(1), "req-1", error);
        assertThat(updates).singleElement().satisfies(update -> {
            assertThat(update.status()).isEqualTo("failed");
            assertThat(update.lastError()).isEqualTo(error);
        });
        assertThat(ledger.refuse(payment(1), "req-1", error)).as("once").isEmpty();
        open(uuid(2));
        assertThat(payment(2).openOrderId()).isEqualTo("order-1");
    }

    @Test
    void refusalNeverOverridesWhatStripeShowed() {
        tables.order("order-1", "49.99");
        open(uuid(1));
        ledger.observe(List.of(birth("evt_1")));
        assertThat(ledger.refuse(payment(1), "req-1", DECLINED)).isEmpty();
        assertThat(payment(1).status()).isEqualTo(REQUIRES_PAYMENT_METHOD);
    }

    @Test
    void eventOfARefusedPaymentCounts() {
        tables.order("order-1", "49.99");
        open(uuid(1));
        ledger.refuse(payment(1), "req-1", DECLINED);
        assertThat(payment(1).status()).isEqualTo(FAILED);
        ledger.observe(List.of(seen("evt_1", 3, SUCCEEDED)));
        assertThat(tables.orders.get("order-1").status()).isEqualTo(OrderStatus.PAID);
    }

    @Test
    void copyOfAnIntentIsAPaymentOfItsOwn() {
        tables.order("order-1", "49.99");
        ledger.observe(List.of(seen("evt_1", 3, SUCCEEDED)));
        ledger.observe(List.of(of("evt_2", 9, false, intent("pi_copy", "order-1", uuid(1), "49.99", SUCCEEDED, null))));
        assertThat(tables.payments).hasSize(2);
        assertThat(tables.orders.get("order-1")).satisfies(order -> {
            assertThat(order.status()).isEqualTo(OrderStatus.REVIEW);
            assertThat(order.reviewReason()).isEqualTo(ReviewReason.PAID_TWICE);
        });
    }

    @Test
    void tellsWhatOnlyStripeCanSettle() {
        tables.order("order-1", "49.99");
        LedgerEntry doubt = ledger.observe(
                List.of(birth("evt_1"), seen("evt_2", 3, REQUIRES_ACTION), seen("evt_3", 3, PROCESSING)));
        assertThat(doubt.inDoubt()).extracting(Payment::id).containsExactly(uuid(1));
        assertThat(payment(1).inDoubt()).isTrue();
        LedgerEntry settled = ledger.observe(List.of(seen("api:req-9", 4, PROCESSING)));
        assertThat(settled.inDoubt()).isEmpty();
        assertThat(settled.updates()).as("nothing visible has changed").isEmpty();
        assertThat(payment(1).inDoubt()).isFalse();
    }

    @Test
    void whatWasPublishedCanBePublishedAgain() {
        tables.order("order-1", "49.99");
        PaymentUpdate opened = open(uuid(1));
        LedgerEntry entry = ledger.observe(List.of(birth("evt_1"), seen("evt_2", 3, SUCCEEDED)));
        assertThat(ledger.updatesCausedBy(List.of("evt_1", "evt_2"))).isEqualTo(entry.updates());
        assertThat(ledger.updatesCausedBy(List.of("req-1"))).containsExactly(opened);
        assertThat(ledger.updatesCausedBy(List.of())).isEmpty();
        assertThat(ledger.updatesCausedBy(List.of("evt_unknown"))).isEmpty();
    }

    private PaymentUpdate open(String paymentId) {
        return ledger.open(
                        tables.orderLocks().all(List.of("order-1")),
                        List.of(Payment.requested(
                                paymentId,
                                "order-1",
                                null,
                                new Money(new BigDecimal("49.99"), "usd"),
                                Map.of("order_id", "order-1", "payment_id", paymentId),
                                "req-1",
                                NOW)))
                .getFirst();
    }

    private Payment payment(int number) {
        return Objects.requireNonNull(tables.payments.get(uuid(number)));
    }

    private static PaymentLedger ledger(InMemoryTables tables) {
        return tables.ledger(tables.reviews::addAll, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void ONE_INTENT_PER_ORDER_oldPaymentGivesUpTheOrderBeforeTheNextTakesIt() {
        tables.order("order-1", "49.99");
        open(uuid(2));
        ledger.observe(List.of(of("evt_1", 0, true, laterIntent("pi_1", uuid(1)))));
        assertThat(payment(2).openOrderId()).as("the earliest stands").isEqualTo("order-1");
        assertThat(payment(1).openOrderId()).isNull();

        // The constraint is checked row by row, and by id alone the taker would come first.
        ledger.observe(List.of(of("evt_2", 5, false, intent("pi_2", "order-1", uuid(2), "49.99", CANCELED, null))));
        assertThat(payment(2).openOrderId()).isNull();
        assertThat(payment(1).openOrderId()).isEqualTo("order-1");
    }

    private static IntentSnapshot laterIntent(String intentId, String paymentId) {
        return new IntentSnapshot(
                intentId,
                REQUIRES_PAYMENT_METHOD,
                new Money(new BigDecimal("49.99"), "usd"),
                BigDecimal.ZERO,
                null,
                Map.of("order_id", "order-1", "payment_id", paymentId),
                NOW.plusSeconds(60));
    }

    @Test
    void canceledOpensTheOrderForNobody() {
        tables.order("order-1", "49.99");
        ledger.observe(List.of(birth("evt_1"), seen("evt_2", 5, CANCELED)));
        assertThat(payment(1).openOrderId()).isNull();
        assertThat(tables.orders.get("order-1").status()).isEqualTo(OrderStatus.CANCELED);
    }
}
