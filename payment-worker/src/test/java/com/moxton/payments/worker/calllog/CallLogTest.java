package com.moxton.payments.worker.calllog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import com.moxton.payments.worker.stripe.StripeCall;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

class CallLogTest {

    private final List<String> written = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final JdbcCallLog rows = mock();
    private final CallLog log = new CallLog(
            rows, new CallLogSettings(Duration.ofDays(30), Duration.ofHours(1), 3, 2, Duration.ofMillis(5)), meters);

    @BeforeEach
    void write() {
        doAnswer(call -> {
                    RuntimeException broken = failure.get();
                    if (broken != null) {
                        throw broken;
                    }
                    Collection<StripeCall> calls = call.getArgument(0);
                    calls.forEach(it -> written.add(String.valueOf(it.requestId())));
                    return null;
                })
                .when(rows)
                .insert(any());
    }

    @AfterEach
    void stop() {
        log.stop();
    }

    @Test
    void entersWhatIsLeftWhenItStops() {
        made("1", "2", "3");

        log.start();
        log.stop();

        assertThat(written).containsExactly("1", "2", "3");
        assertThat(log.isRunning()).isFalse();
        assertThat(dropped()).isZero();
    }

    @Test
    void dropsAndCountsWhatDoesNotFit() {
        made("1", "2", "3", "4", "5");

        assertThat(dropped()).isEqualTo(2);
        assertThat(meters.get("payments.stripe.calls.waiting").gauge().value()).isEqualTo(3);
    }

    @Test
    void waitsForADatabaseThatIsAway() {
        failure.set(new DataAccessResourceFailureException("away"));
        log.start();
        made("1", "2", "3");
        failure.set(null);

        await().untilAsserted(() -> assertThat(written).containsExactly("1", "2", "3"));
        assertThat(dropped()).isZero();
    }

    @Test
    void dropsWhatTheDatabaseWillNeverTake() {
        failure.set(new DataIntegrityViolationException("too long"));
        log.start();
        made("1");
        await().untilAsserted(() -> assertThat(dropped()).isEqualTo(1));
        failure.set(null);
        made("2");

        await().untilAsserted(() -> assertThat(written).containsExactly("2"));
    }

    @Test
    void stopsAlsoWithoutADatabase() {
        failure.set(new DataAccessResourceFailureException("away"));
        log.start();
        made("1", "2", "3");

        log.stop();

        assertThat(written).isEmpty();
        assertThat(dropped()).isEqualTo(3);
    }

    @Test
    void makesAnyIdFit() {
        assertThat(JdbcCallLog.plain("pi_é\n1", 5)).isEqualTo("pi_??");
        assertThat(JdbcCallLog.plain(null, 5)).isNull();
    }

    private void made(String... requests) {
        for (String request : requests) {
            log.made(new StripeCall(
                    "retrieve",
                    "pi_1",
                    null,
                    null,
                    request,
                    "answered",
                    200,
                    "req_1",
                    1,
                    false,
                    Instant.EPOCH,
                    Duration.ofMillis(3)));
        }
    }

    private double dropped() {
        return meters.get("payments.stripe.calls.dropped").counter().count();
    }
}
