package com.moxton.payments.worker.payment;

import static com.moxton.payments.worker.payment.Observations.of;
import static com.moxton.payments.worker.payment.Observations.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.Money;
import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.order.OrderStatus;
import com.moxton.payments.worker.order.ReviewReason;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Money that isn't as ordered: the reason on the order, and whoever watches is told once. */
class OrderReviewTest {

    private final InMemoryTables tables = new InMemoryTables();
    private final PaymentLedger ledger =
            tables.ledger(tables.reviews::addAll, Clock.fixed(Observations.BIRTH, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({"49.98, usd, AMOUNT_DIFFERS", "50.00, usd, AMOUNT_DIFFERS", "49.99, eur, CURRENCY_DIFFERS"})
    void otherMoneyThanOrdered(BigDecimal amount, String currency, ReviewReason reason) {
        tables.order("order-1", "49.99");
        Observation paid = paid("evt_1", 1, new Money(amount, currency));
        ledger.observe(List.of(paid));
        assertThat(order().status()).isEqualTo(OrderStatus.REVIEW);
        assertThat(order().reviewReason()).isEqualTo(reason);
        assertThat(tables.reviews)
                .containsExactly(
                        new OrderInReview(order(), reason, uuid(1), "pi_1", new Money(amount, currency), "evt_1"));

        ledger.observe(List.of(paid));
        ledger.observe(List.of(seenAgain("evt_2", amount, currency)));
        assertThat(tables.reviews)
                .as("neither a duplicate nor a second report is told")
                .hasSize(1);
    }

    private static Observation seenAgain(String id, BigDecimal amount, String currency) {
        return of(id, 9, false, intent(1, new Money(amount, currency)));
    }

    @Test
    void twoPaymentsThatSucceeded() {
        tables.order("order-1", "49.99");
        ledger.observe(List.of(paid("evt_1", 1, asOrdered())));
        assertThat(order().status()).isEqualTo(OrderStatus.PAID);
        assertThat(tables.reviews).isEmpty();

        ledger.observe(List.of(paid("evt_2", 2, asOrdered())));
        assertThat(order().reviewReason()).isEqualTo(ReviewReason.PAID_TWICE);
        assertThat(tables.reviews).singleElement().satisfies(review -> {
            assertThat(review.reason()).isEqualTo(ReviewReason.PAID_TWICE);
            assertThat(review.paymentId()).as("the one that was too much").isEqualTo(uuid(2));
            assertThat(review.causeId()).isEqualTo("evt_2");
        });

        ledger.observe(List.of(paid("evt_3", 3, asOrdered())));
        assertThat(tables.reviews).as("a third one is the same case").hasSize(1);
    }

    @Test
    void anotherReasonIsToldAgain() {
        tables.order("order-1", "49.99");
        ledger.observe(List.of(paid("evt_1", 1, new Money(BigDecimal.ONE, "usd"))));
        ledger.observe(List.of(paid("evt_2", 2, asOrdered())));
        assertThat(tables.reviews)
                .extracting(OrderInReview::reason)
                .containsExactly(ReviewReason.AMOUNT_DIFFERS, ReviewReason.PAID_TWICE);
    }

    @Test
    void whatAnOrderWasInBetweenIsNotTold() {
        tables.order("order-1", "49.99");
        List<Observation> all =
                List.of(paid("evt_1", 1, new Money(BigDecimal.ONE, "usd")), paid("evt_2", 2, asOrdered()));
        ledger.observe(all);
        assertThat(tables.reviews).extracting(OrderInReview::reason).containsExactly(ReviewReason.PAID_TWICE);

        tables.payments.clear();
        tables.history.clear();
        ledger.observe(all);
        assertThat(tables.reviews)
                .as("rebuilt from the log in one batch: the order was in review before")
                .hasSize(1);
    }

    @Test
    void ordersThatArePaidAsOrderedAreNobodysBusiness() {
        tables.order("order-1", "49.99");
        ledger.observe(List.of(paid("evt_1", 1, asOrdered())));
        assertThat(order().reviewReason()).isNull();
        assertThat(tables.reviews).isEmpty();
    }

    private Order order() {
        return Objects.requireNonNull(tables.orders.get("order-1"));
    }

    private static Money asOrdered() {
        return new Money(new BigDecimal("49.99"), "usd");
    }

    private static Observation paid(String id, int payment, Money money) {
        return of(id, payment, false, intent(payment, money));
    }

    private static IntentSnapshot intent(int payment, Money money) {
        return new IntentSnapshot(
                "pi_" + payment,
                PaymentStatus.SUCCEEDED,
                money,
                money.amount(),
                null,
                Map.of("order_id", "order-1", "payment_id", uuid(payment)),
                Observations.BIRTH);
    }
}
