package com.moxton.payments.worker.payment;

import static com.moxton.payments.worker.payment.Observations.DECLINED;
import static com.moxton.payments.worker.payment.Observations.birth;
import static com.moxton.payments.worker.payment.Observations.intent;
import static com.moxton.payments.worker.payment.Observations.of;
import static com.moxton.payments.worker.payment.Observations.seen;
import static com.moxton.payments.worker.payment.Observations.uuid;
import static com.moxton.payments.worker.payment.PaymentStatus.CANCELED;
import static com.moxton.payments.worker.payment.PaymentStatus.PROCESSING;
import static com.moxton.payments.worker.payment.PaymentStatus.REQUIRES_PAYMENT_METHOD;
import static com.moxton.payments.worker.payment.PaymentStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.order.OrderStanding;
import com.moxton.payments.worker.order.OrderStatus;
import com.moxton.payments.worker.order.ReviewReason;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a forced replay may do to rows, and what it may not. */
class ForcedReplayTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String REPLAY = "8c0de7a2-0000-4000-8000-000000000001";

    private final InMemoryTables tables = new InMemoryTables();
    private final PaymentLedger ledger = ledger(tables);

    private final Observation birth = birth("evt_1");
    private final Observation declined = seen("evt_2", 3, REQUIRES_PAYMENT_METHOD, DECLINED);
    private final Observation processing = seen("evt_3", 5, PROCESSING);
    private final Observation succeeded = seen("evt_4", 8, SUCCEEDED);

    @BeforeEach
    void anOrder() {
        tables.order("order-1", "49.99");
    }

    @Test
    void changesNothingWhereNothingIsWrong() {
        List<Observation> story = List.of(birth, declined, processing, succeeded);
        ledger.observe(story);
        Map<String, Payment> before = Map.copyOf(tables.payments);
        Map<String, Order> orders = Map.copyOf(tables.orders);

        LedgerEntry entry = force(story);

        assertThat(tables.payments).isEqualTo(before);
        assertThat(tables.orders).isEqualTo(orders);
        assertThat(tables.history).hasSize(4);
        assertThat(entry.updates()).isEmpty();
        assertThat(entry.inDoubt()).isEmpty();
        assertThat(entry.outcomes())
                .containsEntry("evt_1", ObservationOutcome.SUPERSEDED)
                .containsEntry("evt_4", ObservationOutcome.APPLIED);
    }

    @Test
    void takesInWhatABugHadIgnored() {
        ledger.observe(List.of(birth));

        LedgerEntry entry = force(List.of(succeeded));

        assertThat(payment().status()).isEqualTo(SUCCEEDED);
        assertThat(order().status()).isEqualTo(OrderStatus.PAID);
        assertThat(tables.history.getLast().cause()).isEqualTo("replay.force");
        assertThat(tables.history.getLast().causeId()).isEqualTo(REPLAY + ":evt_4");
        assertThat(entry.updates()).extracting(PaymentUpdate::version).containsExactly(2L);
    }

    @Test
    void rebuildsAMissingRow() {
        assertThat(force(List.of(succeeded)).outcomes()).containsEntry("evt_4", ObservationOutcome.ADOPTED);
        assertThat(payment().status()).isEqualTo(SUCCEEDED);
        assertThat(tables.history).hasSize(1);
    }

    @Test
    void paysTheOrderThatABugHadForgotten() {
        ledger.observe(List.of(birth, succeeded));
        Order paid = order();
        tables.orders.put("order-1", paid.standing(new OrderStanding(OrderStatus.PENDING, null, null), Instant.EPOCH));

        LedgerEntry entry = force(List.of(succeeded));

        assertThat(order().status()).isEqualTo(OrderStatus.PAID);
        assertThat(order().paidAt()).isEqualTo(paid.paidAt());
        assertThat(entry.updates()).extracting(PaymentUpdate::orderStatus).containsExactly("paid");
        assertThat(tables.history).as("one entry says so").hasSize(3);
    }

    @Test
    void correctsAmountsThatNoJoinWouldTouch() {
        ledger.observe(List.of(birth, succeeded));
        Payment good = payment();
        tables.payments.put(good.id(), with(good, good.status(), BigDecimal.ZERO, null));
        tables.orders.put(
                "order-1",
                order().standing(
                                new OrderStanding(OrderStatus.REVIEW, ReviewReason.AMOUNT_DIFFERS, null),
                                Instant.EPOCH));

        LedgerEntry entry = force(List.of(succeeded));

        assertThat(payment()).isEqualTo(good.nextVersion());
        assertThat(order().status()).isEqualTo(OrderStatus.PAID);
        assertThat(order().reviewReason()).isNull();
        assertThat(entry.updates()).hasSize(1);
        assertThat(entry.inDoubt()).as("nothing was lowered: nobody to ask").isEmpty();
        assertThat(force(List.of(succeeded)).updates()).isEmpty();
    }

    @Test
    void bringsALostErrorBack() {
        ledger.observe(List.of(birth, declined));
        Payment good = payment();
        tables.payments.put(good.id(), with(good, good.status(), good.amountReceived(), null));

        force(List.of(declined));

        assertThat(payment().lastError()).isEqualTo(DECLINED);
    }

    @Test
    void NO_REGRESSION_neverLowersWhatAnotherObservationShows() {
        ledger.observe(List.of(birth, declined, processing, succeeded));
        Payment before = payment();

        force(List.of(birth, declined, processing));

        assertThat(payment()).isEqualTo(before);
        assertThat(order().status()).isEqualTo(OrderStatus.PAID);
        assertThat(tables.history).hasSize(4);
    }

    @Test
    void NO_REGRESSION_keepsAFinalStateThatNobodyMisread() {
        ledger.observe(List.of(birth, processing));
        Payment good = payment();
        // By an observation that the forced one isn't: by Stripe's answer to a call, for instance.
        tables.payments.put(good.id(), with(good, SUCCEEDED, good.amount().amount(), "api:req-9"));

        force(List.of(birth, processing));

        assertThat(payment().status()).isEqualTo(SUCCEEDED);
    }

    @Test
    void putsWhatTheLogSaysInThePlaceOfAMisreading() {
        Observation misread = seen("evt_2", 3, CANCELED);
        ledger.observe(List.of(birth, misread, processing));
        assertThat(payment().status()).isEqualTo(CANCELED);
        assertThat(order().status()).isEqualTo(OrderStatus.CANCELED);

        LedgerEntry entry = ledger.reread(List.of(new Reread(declined, List.of(birth, declined, processing))), REPLAY);

        assertThat(payment().status()).isEqualTo(PROCESSING);
        assertThat(payment().openOrderId()).isEqualTo("order-1");
        assertThat(order().status()).isEqualTo(OrderStatus.PENDING);
        assertThat(entry.outcomes()).containsEntry("evt_2", ObservationOutcome.SUPERSEDED);
        assertThat(entry.inDoubt()).as("Stripe is asked too").hasSize(1);
        assertThat(tables.history.getLast().from()).isEqualTo(CANCELED);
    }

    @Test
    void leavesAPaidOrderWithoutMoneyToAPerson() {
        Observation misread = seen("evt_2", 3, SUCCEEDED);
        ledger.observe(List.of(birth, misread));
        assertThat(order().status()).isEqualTo(OrderStatus.PAID);

        ledger.reread(List.of(new Reread(declined, List.of())), REPLAY);

        assertThat(payment().status()).isEqualTo(REQUIRES_PAYMENT_METHOD);
        assertThat(order().status()).isEqualTo(OrderStatus.REVIEW);
        assertThat(order().reviewReason()).isEqualTo(ReviewReason.NO_MONEY);
        assertThat(order().paidAt()).isNull();
    }

    @Test
    void anOrderThatWasPaidByAnotherPaymentToo_isPaid() {
        Observation misread = seen("evt_2", 3, SUCCEEDED);
        Observation other = of("evt_9", 9, false, intent("pi_2", "order-1", uuid(2), "49.99", SUCCEEDED, null));
        ledger.observe(List.of(misread, other));
        assertThat(order().reviewReason()).isEqualTo(ReviewReason.PAID_TWICE);

        force(List.of(declined));

        assertThat(order().status()).isEqualTo(OrderStatus.PAID);
        assertThat(order().reviewReason()).isNull();
    }

    @Test
    void aMisreadSuccessLeavesAnOrderAloneThatItDidNotPay() {
        ledger.observe(List.of(seen("evt_2", 3, SUCCEEDED)));
        tables.orders.put(
                "order-1", order().standing(new OrderStanding(OrderStatus.CANCELED, null, null), Instant.EPOCH));
        force(List.of(declined));
        assertThat(order().status()).as("as the storefront left it").isEqualTo(OrderStatus.CANCELED);
    }

    @Test
    void readsNoOtherIntentInItsPlace() {
        Observation other = of("evt_9", 9, false, intent("pi_2", "order-1", uuid(2), "49.99", SUCCEEDED, null));
        assertThat(new Reread(declined, List.of(other, processing)).others()).containsExactly(processing);
    }

    @Test
    void causesHaveRoomInTheHistory() {
        assertThat(PaymentLedger.forcedCauseId(REPLAY, "e".repeat(255)))
                .hasSize(255)
                .startsWith(REPLAY + ":e");
    }

    /** Whatever is forced, in whatever order, of rows that are right: they stay right. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void ORDER_INDEPENDENT_forcedOrNotTheSameObservationsEndInTheSameRows(int seed) {
        for (int round = 0; round < 200; round++) {
            Random random = new Random(seed * 1000L + round);
            List<Observation> history = Observations.history(random, "pi_1", "order-1", uuid(1), "49.99");
            InMemoryTables plain = tables();
            ledger(plain).observe(history);
            InMemoryTables forced = tables();
            List<Observation> shuffled = new ArrayList<>(history);
            Collections.shuffle(shuffled, random);
            int cut = random.nextInt(shuffled.size() + 1);
            ledger(forced).observe(shuffled.subList(0, cut));
            ledger(forced).reread(rereads(shuffled, shuffled), REPLAY);

            assertThat(comparable(forced)).isEqualTo(comparable(plain));
        }
    }

    /** One observation was misread as anything at all; forced with its payment's log, the rows are as if it never was. */
    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7, 8})
    void whateverWasMisreadIsAsIfItNeverWas(int seed) {
        PaymentStatus[] statuses = PaymentStatus.values();
        for (int round = 0; round < 200; round++) {
            Random random = new Random(seed * 1000L + round);
            List<Observation> history = Observations.history(random, "pi_1", "order-1", uuid(1), "49.99");
            InMemoryTables right = tables();
            ledger(right).observe(history);
            int at = random.nextInt(history.size());
            Observation victim = history.get(at);
            List<Observation> misread = new ArrayList<>(history);
            misread.set(
                    at,
                    new Observation(
                            victim.id(),
                            victim.account(),
                            victim.cause(),
                            victim.at(),
                            victim.birth(),
                            intent("pi_1", "order-1", uuid(1), "49.99", statuses[2 + random.nextInt(7)], null)));
            InMemoryTables damaged = tables();
            ledger(damaged).observe(misread);
            ledger(damaged).reread(rereads(history, history), REPLAY);

            assertThat(paymentOf(damaged)).isEqualTo(paymentOf(right));
        }
    }

    private static List<Object> paymentOf(InMemoryTables tables) {
        // A doubt that the misreading caused outlives it: to ask Stripe once too often does no harm.
        return tables.payments.values().stream()
                .map(payment -> (Object) List.of(
                        payment.status(),
                        payment.amountReceived(),
                        String.valueOf(payment.lastError()),
                        payment.updatedAt()))
                .toList();
    }

    private static Map<String, Object> comparable(InMemoryTables tables) {
        Map<String, Object> comparable = new HashMap<>();
        tables.payments.forEach((id, payment) -> comparable.put(
                id, List.of(Objects.requireNonNull(payment.state()), String.valueOf(payment.openOrderId()))));
        tables.orders.forEach((id, order) -> comparable.put(
                id, order.standing(OrderStanding.of(order, List.of()), NOW).status()));
        return comparable;
    }

    private static List<Reread> rereads(List<Observation> observations, List<Observation> log) {
        return observations.stream()
                .map(observation -> new Reread(observation, log))
                .toList();
    }

    private LedgerEntry force(List<Observation> observations) {
        return ledger.reread(rereads(observations, List.of()), REPLAY);
    }

    private Payment payment() {
        return Objects.requireNonNull(tables.payments.get(uuid(1)));
    }

    private Order order() {
        return Objects.requireNonNull(tables.orders.get("order-1"));
    }

    private static Payment with(
            Payment payment, PaymentStatus status, BigDecimal received, @Nullable String observedBy) {
        var observed = Objects.requireNonNull(payment.observation());
        return new Payment(
                payment.id(),
                payment.orderId(),
                payment.amount(),
                status,
                payment.intentId(),
                payment.stripeAccount(),
                received,
                payment.metadata(),
                payment.idempotencyKey(),
                payment.createdByRequest(),
                null,
                observedBy == null
                        ? observed
                        : new Payment.Observed(observed.at(), observedBy, observed.birth(), observed.inDoubt()),
                payment.openOrderId(),
                payment.version(),
                payment.createdAt(),
                payment.updatedAt());
    }

    private static InMemoryTables tables() {
        InMemoryTables tables = new InMemoryTables();
        tables.order("order-1", "49.99");
        return tables;
    }

    private static PaymentLedger ledger(InMemoryTables tables) {
        return tables.ledger(orders -> {}, Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
