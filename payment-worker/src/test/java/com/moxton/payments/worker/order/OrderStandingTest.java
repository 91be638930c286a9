package com.moxton.payments.worker.order;

import static com.moxton.payments.worker.order.OrderPayment.State.CANCELED;
import static com.moxton.payments.worker.order.OrderPayment.State.DECLINED;
import static com.moxton.payments.worker.order.OrderPayment.State.OPEN;
import static com.moxton.payments.worker.order.OrderPayment.State.REFUSED;
import static com.moxton.payments.worker.order.OrderPayment.State.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OrderStandingTest {

    private static final Instant T = Instant.parse("2026-09-21T12:00:00Z");

    @Test
    void withoutPaymentsNothingHappens() {
        assertThat(standing(OrderStatus.PENDING)).isEqualTo(new OrderStanding(OrderStatus.PENDING, null, null));
    }

    @Test
    void paidByTheOrdersAmountAndCurrency() {
        assertThat(standing(OrderStatus.PENDING, payment(1, SUCCEEDED, "49.99 usd")))
                .isEqualTo(new OrderStanding(OrderStatus.PAID, null, T.plusSeconds(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "49.98, usd, AMOUNT_DIFFERS",
        "50.00, usd, AMOUNT_DIFFERS",
        "0, usd, AMOUNT_DIFFERS",
        "49.99, eur, CURRENCY_DIFFERS"
    })
    void reviewWhenOtherMoneyArrived(String amount, String currency, ReviewReason reason) {
        assertThat(standing(OrderStatus.PENDING, payment(1, SUCCEEDED, amount + " " + currency)))
                .isEqualTo(new OrderStanding(OrderStatus.REVIEW, reason, null));
    }

    @Test
    void reviewWhenTwoPaymentsSucceeded() {
        assertThat(standing(
                        OrderStatus.PAID,
                        payment(5, SUCCEEDED, "49.99 usd"),
                        payment(2, SUCCEEDED, "49.99 usd"),
                        payment(1, SUCCEEDED, "1.00 usd")))
                .isEqualTo(new OrderStanding(OrderStatus.REVIEW, ReviewReason.PAID_TWICE, T.plusSeconds(2)));
    }

    @ParameterizedTest
    @EnumSource
    void moneyDecidesWhateverTheOrderWas(OrderStatus before) {
        assertThat(standing(before, payment(1, SUCCEEDED, "49.99 usd"), payment(2, DECLINED, "0 usd"))
                        .status())
                .isEqualTo(OrderStatus.PAID);
    }

    @ParameterizedTest
    @EnumSource(names = {"PAID", "REVIEW", "CANCELED"})
    void NO_REGRESSION_withoutMoneyTheseStay(OrderStatus before) {
        for (OrderPayment.State state : List.of(OPEN, DECLINED, CANCELED, REFUSED)) {
            assertThat(standing(before, payment(1, state, "0 usd")).status()).isEqualTo(before);
        }
    }

    @Test
    void canceledWithAnyOfItsPayments() {
        assertThat(standing(OrderStatus.PENDING, payment(1, CANCELED, "0 usd"), payment(2, OPEN, "0 usd"))
                        .status())
                .isEqualTo(OrderStatus.CANCELED);
    }

    @Test
    void paymentFailedWhenTheNewestOpenPaymentWasDeclined() {
        assertThat(standing(OrderStatus.PENDING, payment(1, OPEN, "0 usd"), payment(2, DECLINED, "0 usd"))
                        .status())
                .isEqualTo(OrderStatus.PAYMENT_FAILED);
        assertThat(standing(OrderStatus.PAYMENT_FAILED, payment(1, DECLINED, "0 usd"), payment(2, OPEN, "0 usd"))
                        .status())
                .isEqualTo(OrderStatus.PENDING);
    }

    @Test
    void refusedPaymentsDontCount() {
        assertThat(standing(OrderStatus.PENDING, payment(1, DECLINED, "0 usd"), payment(2, REFUSED, "0 usd"))
                        .status())
                .isEqualTo(OrderStatus.PAYMENT_FAILED);
        assertThat(standing(OrderStatus.PAYMENT_FAILED, payment(2, REFUSED, "0 usd"))
                        .status())
                .isEqualTo(OrderStatus.PENDING);
    }

    @Test
    void ORDER_INDEPENDENT_dependsOnTheSetOfPaymentsOnly() {
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            List<OrderPayment> payments = new ArrayList<>();
            for (int n = 0; n < random.nextInt(5); n++) {
                OrderPayment.State state = OrderPayment.State.values()[random.nextInt(5)];
                payments.add(payment(random.nextInt(3), n, state, random.nextBoolean() ? "49.99 usd" : "3 usd"));
            }
            Order order = order(OrderStatus.values()[random.nextInt(5)]);
            OrderStanding expected = OrderStanding.of(order, payments);
            Collections.shuffle(payments, random);
            assertThat(OrderStanding.of(order, payments)).isEqualTo(expected);
            assertThat(OrderStanding.of(order.standing(expected, T), payments))
                    .as("to look again changes nothing")
                    .isEqualTo(expected);
        }
    }

    @Test
    void orderChangesVersionOnlyWithItsStanding() {
        Order order = order(OrderStatus.PENDING);
        assertThat(order.standing(new OrderStanding(OrderStatus.PENDING, null, null), T.plusSeconds(9)))
                .isSameAs(order);
        Order paid = order.standing(new OrderStanding(OrderStatus.PAID, null, T), T.plusSeconds(9));
        assertThat(paid.version()).isEqualTo(order.version() + 1);
        assertThat(paid.updatedAt()).isEqualTo(T.plusSeconds(9));
        assertThat(paid.isOf("user-1")).isTrue();
        assertThat(paid.isOf("user-2")).isFalse();
    }

    @Test
    void statusAndReasonLeadBackFromTheirNames() {
        for (OrderStatus status : OrderStatus.values()) {
            assertThat(OrderStatus.fromWire(status.wireName())).isEqualTo(status);
        }
        for (ReviewReason reason : ReviewReason.values()) {
            assertThat(ReviewReason.fromWire(reason.wireName())).isEqualTo(reason);
        }
        assertThat(ReviewReason.fromWire("looked at by Ann")).isNull();
        assertThat(ReviewReason.fromWire(null)).isNull();
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> OrderStatus.fromWire("shipped"));
    }

    private static OrderStanding standing(OrderStatus before, OrderPayment... payments) {
        return OrderStanding.of(order(before), List.of(payments));
    }

    private static Order order(OrderStatus status) {
        return new Order("order-1", "user-1", new BigDecimal("49.9900"), "USD", null, status, null, null, 3, T, T);
    }

    private static OrderPayment payment(int second, OrderPayment.State state, String received) {
        return payment(second, second, state, received);
    }

    private static OrderPayment payment(int second, int id, OrderPayment.@Nullable State state, String received) {
        String[] money = received.split(" ");
        return new OrderPayment(
                "payment-" + id,
                java.util.Objects.requireNonNull(state),
                new Money(new BigDecimal(money[0]), money[1]),
                T.plusSeconds(second),
                T.plusSeconds(second));
    }
}
