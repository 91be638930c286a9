package com.moxton.payments.worker.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final Duration PAUSE = Duration.ofMillis(1);

    @Test
    void triesUntilItWorks() {
        AtomicInteger attempts = new AtomicInteger();
        Patience.waitFor("the database", Duration.ofMinutes(1), PAUSE, () -> {
            if (attempts.incrementAndGet() < 4) {
                throw new SQLException("refused");
            }
        });
        assertThat(attempts).hasValue(4);
    }

    @Test
    void givesUpWithOneLineWhenTheTimeIsUp() {
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> Patience.waitFor("the database", Duration.ZERO, PAUSE, () -> {
                    throw new SQLException("refused");
                }))
                .withMessage("the database did not become available within 0 s (SQLException: refused)");
    }

    @Test
    void interruptionEndsTheWait() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> Patience.waitFor("the database", Duration.ofMinutes(1), PAUSE, () -> {
                    throw new SQLException("refused");
                }));
        assertThat(Thread.interrupted()).isTrue();
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> Patience.waitFor("the database", Duration.ofMinutes(1), PAUSE, () -> {
                    throw new InterruptedException();
                }));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void databaseIsShownWithoutItsSecrets() {
        assertThat(EffectiveSettings.databaseOf("jdbc:mysql://ann:pw@db:3306/pay?password=pw"))
                .isEqualTo("jdbc:mysql://db:3306/pay");
    }
}
