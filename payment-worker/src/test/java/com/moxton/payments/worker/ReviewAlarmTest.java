package com.moxton.payments.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.Money;
import com.moxton.payments.worker.order.Order;
import com.moxton.payments.worker.order.OrderStatus;
import com.moxton.payments.worker.order.ReviewReason;
import com.moxton.payments.worker.payment.OrderInReview;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

@ExtendWith(OutputCaptureExtension.class)
class ReviewAlarmTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ReviewAlarm alarm = new ReviewAlarm(meters);
    private final TransactionTemplate transactions = new TransactionTemplate(new Transactions());

    @Test
    void countsAndLogsWhatIsCommitted(CapturedOutput output) {
        transactions.executeWithoutResult(status -> {
            alarm.cameIntoReview(List.of(review(ReviewReason.AMOUNT_DIFFERS)));
            assertThat(count(ReviewReason.AMOUNT_DIFFERS)).as("not yet").isZero();
        });
        assertThat(count(ReviewReason.AMOUNT_DIFFERS)).isOne();
        assertThat(count(ReviewReason.PAID_TWICE)).isZero();
        assertThat(output.getOut().lines().filter(line -> line.contains("order needs a person")))
                .singleElement()
                .asString()
                .contains("WARN")
                .contains("order-1", "amount_differs", "49.99 usd", "12.00 usd", "pi_1", "evt_1");
    }

    @Test
    void whatIsRolledBackNeverHappened(CapturedOutput output) {
        transactions.executeWithoutResult(status -> {
            alarm.cameIntoReview(List.of(review(ReviewReason.PAID_TWICE)));
            status.setRollbackOnly();
        });
        assertThat(count(ReviewReason.PAID_TWICE)).isZero();
        assertThat(output.getOut()).doesNotContain("order needs a person");
    }

    @Test
    void everyReasonIsThereFromTheStart() {
        for (ReviewReason reason : ReviewReason.values()) {
            assertThat(count(reason)).isZero();
        }
        alarm.cameIntoReview(List.of());
        alarm.cameIntoReview(List.of(review(ReviewReason.CURRENCY_DIFFERS)));
        assertThat(count(ReviewReason.CURRENCY_DIFFERS))
                .as("at once where there is no transaction")
                .isOne();
    }

    private double count(ReviewReason reason) {
        return meters.get("payments.orders.review")
                .tag("reason", reason.wireName())
                .counter()
                .count();
    }

    private static OrderInReview review(ReviewReason reason) {
        Order order = new Order(
                "order-1",
                "user-1",
                new BigDecimal("49.99"),
                "usd",
                null,
                OrderStatus.REVIEW,
                reason,
                null,
                1,
                Instant.EPOCH,
                Instant.EPOCH);
        return new OrderInReview(order, reason, "payment-1", "pi_1", new Money(new BigDecimal("12"), "usd"), "evt_1");
    }

    /** Nothing but the synchronizations. */
    private static final class Transactions extends AbstractPlatformTransactionManager {

        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }
}
