package com.moxton.payments.worker.payment;

import static com.moxton.payments.worker.payment.Observations.BIRTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.order.OrderRepository;
import com.moxton.payments.worker.order.OrderStanding;
import com.moxton.payments.worker.order.OrderStatus;
import com.moxton.payments.worker.order.ReviewReason;
import com.moxton.payments.worker.payment.PaymentRepository.Place;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.annotation.Transactional;

/** What the ledger relies on, of the database as of the tests' stand-in for it. */
@Transactional
interface RepositoryContract {

    Instant NOW = Instant.parse("2026-11-23T23:59:59.999999Z");

    OrderRepository orders();

    PaymentRepository payments();

    OrderLocks locks();

    PaymentHistory history();

    /** As the storefront would. */
    void insertOrder(String id, String amount);

    @Test
    default void orderComesBackAsItWasWritten() {
        String id = newOrder("49.99");
        Order order = Objects.requireNonNull(
                locks().all(List.of(id, "no-such-order")).orders().get(id));
        assertThat(order.costs(new Money(new BigDecimal("49.99"), "usd"))).isTrue();
        assertThat(order.isOf("user-1")).isTrue();
        assertThat(order.status()).isEqualTo(OrderStatus.PENDING);
        Order changed = order.standing(new OrderStanding(OrderStatus.REVIEW, ReviewReason.PAID_TWICE, BIRTH), NOW);
        orders().update(List.of(changed));
        assertThat(orders().find(id)).contains(changed);
        assertThat(orders().lock(id)).contains(changed);
        assertThat(locks().free(List.of(id, "no-such-order")).orders()).containsOnly(Map.entry(id, changed));
    }

    @Test
    default void unknownOrdersAreNotThere() {
        assertThat(orders().find("no-such-order")).isEmpty();
        assertThat(orders().lock("no-such-order")).isEmpty();
        for (LockedOrders none : List.of(
                locks().all(List.of()),
                locks().free(List.of()),
                locks().all(List.of("no-such-order")),
                locks().free(List.of("no-such-order")))) {
            assertThat(none).isEqualTo(new LockedOrders(Map.of(), List.of()));
        }
    }

    @Test
    default void paymentComesBackAsItWasWritten() {
        Payment requested = requested(newOrder("49.99"));
        Payment refused = requested(newOrder("1"))
                .refused(new PaymentError("code", "decline", "Zahlung abgelehnt 😀"), NOW)
                .standingForOrder(false);
        payments().insert(List.of(requested, refused));
        assertThat(payments().find(requested.id())).contains(requested);
        assertThat(payments().find(refused.id())).contains(refused);

        Payment observed = observed(requested, PaymentStatus.REQUIRES_ACTION);
        payments().update(List.of(observed));
        assertThat(payments().find(requested.id())).contains(observed);
        assertThat(payments().findByIntentId(Objects.requireNonNull(observed.intentId())))
                .contains(observed);
    }

    private static Payment observed(Payment requested, PaymentStatus status) {
        String intentId = "pi_" + requested.id();
        Observation observation = new Observation(
                "evt_1",
                "acct_1",
                "payment_intent." + status.wireName(),
                BIRTH.plusSeconds(9),
                false,
                Observations.intent(intentId, requested.orderId(), requested.id(), "49.99", status, null));
        PaymentState doubtful = PaymentState.of(observation)
                .join(PaymentState.of(new Observation(
                        "evt_2",
                        "acct_1",
                        "payment_intent.processing",
                        BIRTH.plusSeconds(9),
                        false,
                        Observations.intent(
                                intentId,
                                requested.orderId(),
                                requested.id(),
                                "49.99",
                                PaymentStatus.PROCESSING,
                                Observations.DECLINED))));
        return requested.showing(doubtful, observation.intent()).nextVersion();
    }

    @Test
    default void paymentsAreFoundByAnyOfTheirIds() {
        Payment one = observed(requested(newOrder("49.99")), PaymentStatus.PROCESSING);
        Payment other = requested(newOrder("49.99"));
        payments().insert(List.of(one, other));
        String intentId = Objects.requireNonNull(one.intentId());
        Place ofOne = new Place(one.orderId(), intentId);
        Place ofOther = new Place(other.orderId(), null);
        assertThat(payments().placesOf(List.of(other.id(), "none"), List.of(intentId, "pi_none")))
                .containsExactlyInAnyOrder(ofOne, ofOther);
        assertThat(payments().placesOf(List.of(one.id()), List.of(intentId))).containsOnly(ofOne);
        assertThat(payments().placesOf(List.of(other.id()), List.of())).containsExactly(ofOther);
        assertThat(payments().placesOf(List.of(), List.of(intentId))).containsExactly(ofOne);
        assertThat(payments().placesOf(List.of(), List.of())).isEmpty();
        assertThat(payments().findByIntents(List.of(intentId, "pi_none"))).containsExactly(one);
        assertThat(payments().findByIntents(List.of())).isEmpty();
        assertThat(payments().find("none")).isEmpty();
        assertThat(payments().findByIntentId("none")).isEmpty();
    }

    @Test
    default void ordersAreLockedWithAllTheirPayments() {
        String two = newOrder("49.99");
        String none = newOrder("1");
        Payment first = requested(two);
        Payment second = requested(two).standingForOrder(false);
        String three = newOrder("49.99");
        Payment third = requested(three);
        Payment elsewhere = requested(newOrder("49.99"));
        payments().insert(List.of(first, second, third, elsewhere));
        List<String> ids = List.of(three, two, none, "no-such-order");
        for (LockedOrders locked : List.of(locks().all(ids), locks().free(ids))) {
            assertThat(locked.orders()).containsOnlyKeys(two, none, three);
            assertThat(List.copyOf(locked.orders().keySet())).isSorted();
            assertThat(locked.orders().get(none)).isEqualTo(orders().find(none).orElseThrow());
            assertThat(locked.payments()).containsExactlyInAnyOrder(first, second, third);
            assertThat(locked.paymentsByOrder()).containsOnlyKeys(two, three);
            assertThat(locked.paymentsByOrder().get(two))
                    .extracting(Payment::id)
                    .containsExactlyInAnyOrder(first.id(), second.id())
                    .isSorted();
        }
    }

    @Test
    default void ONE_INTENT_PER_ORDER_anOrderHasOneOpenPayment() {
        String order = newOrder("49.99");
        payments().insert(List.of(requested(order)));
        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(() -> payments().insert(List.of(requested(order))));
    }

    @Test
    default void anIntentHasOneRow() {
        Payment one = observed(requested(newOrder("49.99")), PaymentStatus.PROCESSING);
        Payment other = requested(newOrder("49.99"));
        payments().insert(List.of(one, other));
        Payment same = new Payment(
                other.id(),
                other.orderId(),
                other.amount(),
                other.status(),
                one.intentId(),
                null,
                BigDecimal.ZERO,
                Map.of(),
                other.idempotencyKey(),
                null,
                null,
                null,
                null,
                1,
                NOW,
                NOW);
        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(() -> payments().update(List.of(same)));
    }

    @Test
    default void historyGivesTheUpdatesOnceMore() {
        Payment one = observed(requested(newOrder("49.99")), PaymentStatus.PROCESSING);
        Payment next = one.nextVersion();
        String cause = "evt_" + UUID.randomUUID();
        history()
                .append(List.of(
                        new PaymentChange(null, one, OrderStatus.PENDING, "payment_intent.processing", cause, NOW),
                        new PaymentChange(
                                one.status(), next, OrderStatus.PAID, "payment_intent.processing", cause, NOW)));
        history().append(List.of());
        List<PaymentUpdate> updates = history().updatesCausedBy(List.of(cause, "evt_none"));
        assertThat(updates).containsExactly(one.update(OrderStatus.PENDING), next.update(OrderStatus.PAID));
        assertThat(updates.getFirst().amount()).as("digit for digit").isEqualTo(new BigDecimal("49.99"));
        assertThatExceptionOfType(DuplicateKeyException.class)
                .as("one row for each version")
                .isThrownBy(() -> history()
                        .append(List.of(new PaymentChange(null, one, OrderStatus.PENDING, "again", "evt_again", NOW))));
    }

    private String newOrder(String amount) {
        String id = "order-" + UUID.randomUUID();
        insertOrder(id, amount);
        return id;
    }

    private static Payment requested(String orderId) {
        String id = UUID.randomUUID().toString();
        return Payment.requested(
                id,
                orderId,
                "acct_1",
                new Money(new BigDecimal("49.99"), "usd"),
                Map.of("order_id", orderId, "payment_id", id, "naïve", "\"quoted\" \\ 😀"),
                "req-1",
                NOW);
    }
}
