package com.moxton.payments.worker.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.order.OrderStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecomputationTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String PAYMENT = "7d9f1f9e-7a0c-4c57-8f0f-0d7d6b6d4c11";
    private static final PaymentError DECLINED = new PaymentError("card_declined", "generic_decline", "No.");

    private final Observation birth = seen("evt_1", "payment_intent.created", 0, null);
    private final Observation decline = seen("evt_2", "payment_intent.payment_failed", 1, DECLINED);

    /** What Stripe answered to a call is newer than any event, so that no event of the log moves the payment. */
    @Test
    void anOrderStandsOnPaymentsThatTheLogDoesNotMove() {
        Observation answer = seen("api:req-1", "api.refresh", 9, DECLINED);
        Payment payment = Payment.adopted(PAYMENT, "order-1", null, answer.intent())
                .showing(PaymentState.of(answer), answer.intent());

        Recomputation should = of(List.of(payment), List.of(birth, decline));

        assertThat(should.payments()).containsKey(PAYMENT);
        assertThat(should.orders().get("order-1")).extracting(Order::status).isEqualTo(OrderStatus.PAYMENT_FAILED);
    }

    @Test
    void anOrderStandsOnPaymentsThatOnlyTheLogKnows() {
        Recomputation should = of(List.of(), List.of(birth, decline));

        assertThat(should.payments().get(PAYMENT))
                .extracting(Payment::lastError)
                .isEqualTo(DECLINED);
        assertThat(should.orders().get("order-1")).extracting(Order::status).isEqualTo(OrderStatus.PAYMENT_FAILED);
    }

    @Test
    void anOrderWithoutPaymentsStaysAsItWas() {
        assertThat(of(List.of(), List.of()).orders().get("order-1"))
                .extracting(Order::status)
                .isEqualTo(OrderStatus.PENDING);
    }

    private static Recomputation of(List<Payment> given, List<Observation> log) {
        Order order = new Order(
                "order-1",
                "user-1",
                new BigDecimal("49.99"),
                "usd",
                null,
                OrderStatus.PENDING,
                null,
                null,
                0,
                NOON,
                NOON);
        return Recomputation.of(Map.of("order-1", order), given, log, NOON);
    }

    private static Observation seen(String id, String cause, int second, @Nullable PaymentError error) {
        return new Observation(
                id,
                null,
                cause,
                NOON.plusSeconds(second),
                cause.endsWith(".created"),
                new IntentSnapshot(
                        "pi_1",
                        PaymentStatus.REQUIRES_PAYMENT_METHOD,
                        new Money(new BigDecimal("49.99"), "usd"),
                        BigDecimal.ZERO,
                        error,
                        Map.of(IntentSnapshot.ORDER_ID, "order-1", IntentSnapshot.PAYMENT_ID, PAYMENT),
                        NOON));
    }
}
