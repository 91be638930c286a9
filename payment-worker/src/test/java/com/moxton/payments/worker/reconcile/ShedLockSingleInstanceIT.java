package com.moxton.payments.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.moxton.payments.worker.lock.ShedLockSingleInstance;
import com.moxton.payments.worker.lock.SingleInstance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

@WithReconcileTables
class ShedLockSingleInstanceIT {

    @Autowired
    private SingleInstance here;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private PlatformTransactionManager transactions;

    @Test
    void letsOneInstanceWorkAtATime() {
        ShedLockSingleInstance elsewhere = new ShedLockSingleInstance(jdbc, transactions, Clock.systemUTC());

        Optional<Optional<String>> inner = here.run("work", () -> elsewhere.run("work", () -> "twice at once"));

        assertThat(inner).contains(Optional.empty());
        assertThat(elsewhere.run("work", () -> "done")).contains("done");
        elsewhere.destroy();
    }

    @Test
    void neverLetsTwoWorkAtOnceHoweverOftenTheyTry() throws Exception {
        ShedLockSingleInstance elsewhere = new ShedLockSingleInstance(jdbc, transactions, Clock.systemUTC());
        AtomicInteger atWork = new AtomicInteger();
        Queue<Integer> seen = new ConcurrentLinkedQueue<>();
        Supplier<Boolean> work = () -> {
            seen.add(atWork.incrementAndGet());
            // Something that takes a moment, and leaves time for the other to come in.
            jdbc.queryForObject("SELECT COUNT(*) FROM information_schema.columns", Long.class);
            atWork.decrementAndGet();
            return true;
        };

        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (SingleInstance instance : List.of(here, elsewhere)) {
                threads.execute(() -> IntStream.range(0, 50).forEach(i -> instance.run("race", work)));
            }
        }

        assertThat(seen).isNotEmpty().containsOnly(1);
        elsewhere.destroy();
    }

    @Test
    void holdsOffASecondRunOfItsOwn() {
        assertThat(here.run("own", () -> here.run("own", () -> "again"))).contains(Optional.empty());
    }

    @Test
    void letsGoAfterAFailure() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> here.run("failing", () -> {
                    throw new IllegalStateException("work failed");
                }));

        assertThat(here.run("failing", () -> "done")).contains("done");
    }

    @Test
    void goesByTheDatabasesClock() {
        ShedLockSingleInstance hoursAhead = new ShedLockSingleInstance(
                jdbc, transactions, Clock.fixed(Instant.now().plus(Duration.ofHours(5)), ZoneOffset.UTC));

        Optional<Optional<String>> inner = here.run("clocks", () -> hoursAhead.run("clocks", () -> "twice at once"));

        assertThat(inner).contains(Optional.empty());
        hoursAhead.destroy();
    }
}
