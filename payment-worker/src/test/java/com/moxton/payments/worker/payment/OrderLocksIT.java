package com.moxton.payments.worker.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.moxton.payments.events.Money;
import com.moxton.payments.worker.WorkerIT;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Who waits for whom, in tables so small that a server likes to read them as a whole. */
class OrderLocksIT extends WorkerIT {

    private final ExecutorService somebodyElse = Executors.newSingleThreadExecutor();

    @Autowired
    private OrderLocks locks;

    @Autowired
    private PaymentRepository payments;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcTemplate jdbc;

    private String held;
    private String free;

    @BeforeEach
    void twoOrdersWithAPaymentEach() {
        held = newOrder();
        free = newOrder();
    }

    @AfterEach
    void stop() {
        somebodyElse.close();
    }

    private String newOrder() {
        String id = "order-" + UUID.randomUUID();
        order(id, "49.99");
        Payment payment = Payment.requested(
                UUID.randomUUID().toString(),
                id,
                null,
                new Money(new BigDecimal("49.99"), "usd"),
                Map.of(),
                "req-1",
                RepositoryContract.NOW);
        transactions.executeWithoutResult(status -> payments.insert(List.of(payment)));
        return id;
    }

    @Test
    void whoNamesOtherOrdersWaitsForNobody() {
        whileHeld(() -> locks.all(List.of(held)), () -> {
            assertThat(locks.all(List.of(free)).paymentsByOrder()).containsOnlyKeys(free);
            LockedOrders unlocked = locks.free(List.of(held, free));
            assertThat(unlocked.orders()).containsOnlyKeys(free);
            assertThat(unlocked.paymentsByOrder()).containsOnlyKeys(free);
            return null;
        });
    }

    @Test
    void whoNamesTheOrderWaits() {
        whileHeld(
                () -> locks.free(List.of(held)),
                () -> assertThatExceptionOfType(PessimisticLockingFailureException.class)
                        .isThrownBy(() -> locks.all(List.of(free, held))));
    }

    /** Were it passed over, the order would look as if nobody had begun to pay it. */
    @Test
    void aPaymentThatSomebodyHoldsIsWaitedForAndNotPassedOver() {
        Callable<?> payment = () -> jdbc.queryForList("SELECT * FROM payments WHERE order_id = ? FOR UPDATE", held);
        whileHeld(
                payment,
                () -> assertThatExceptionOfType(PessimisticLockingFailureException.class)
                        .isThrownBy(() -> locks.free(List.of(held))));
        whileHeld(
                payment,
                () -> assertThatExceptionOfType(PessimisticLockingFailureException.class)
                        .isThrownBy(() -> locks.all(List.of(held))));
    }

    /** Each in a transaction of its own; whoever has to wait gives up after a second. */
    private void whileHeld(Callable<?> othersHold, Callable<?> action) {
        transactions.executeWithoutResult(status -> {
            call(othersHold);
            try {
                somebodyElse
                        .submit(() -> transactions.execute(mine -> {
                            jdbc.execute("SET SESSION innodb_lock_wait_timeout = 1");
                            try {
                                return call(action);
                            } finally {
                                jdbc.execute("SET SESSION innodb_lock_wait_timeout = DEFAULT");
                            }
                        }))
                        .get();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static Object call(Callable<?> callable) {
        try {
            return Objects.requireNonNullElse(callable.call(), "");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
