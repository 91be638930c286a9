package com.moxton.payments.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.resilience.parts.DatabaseProcess;
import com.moxton.payments.resilience.parts.Installation;
import com.moxton.payments.resilience.parts.RowLocker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Somebody holds rows of today's orders for longer than a lock is waited for, and in an order that deadlocks with ours. */
class DatabaseLocksIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        DatabaseProcess database = installation.database();
        try (Episode episode = episode(installation, "database: lock wait time-outs and deadlocks for 8 s")) {
            RowLocker locker = new RowLocker(database);
            episode.injectTimes(
                    1,
                    () -> {
                        database.execute("SET GLOBAL innodb_lock_wait_timeout = 1");
                        database.line().cut();
                        locker.start();
                    },
                    Duration.ofSeconds(8),
                    () -> {
                        locker.close();
                        database.execute("SET GLOBAL innodb_lock_wait_timeout = 50");
                        database.line().cut();
                    });
            episode.note("%d deadlocks, locks held %d times".formatted(locker.deadlocks(), locker.rounds()));
            assertNothingLostNothingTwice(episode);
            assertThat(locker.deadlocks()).isPositive();
        }
    }
}
