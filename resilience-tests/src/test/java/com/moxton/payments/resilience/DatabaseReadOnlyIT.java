package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.DatabaseProcess;
import com.moxton.payments.resilience.parts.Installation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The worker meets a database that lets it read and nothing else, as after a failover: what waits is no dead letter. */
class DatabaseReadOnlyIT extends Faults {

    @Test
    void losesNothing(Installation installation) throws Exception {
        DatabaseProcess database = installation.database();
        try (Episode episode = episode(installation, "database: read-only for 8 s")) {
            episode.injectTimes(
                    1,
                    () -> {
                        database.execute("SET GLOBAL tx_read_only = 1");
                        // Sessions have it from their beginning.
                        database.line().cut();
                    },
                    Duration.ofSeconds(8),
                    () -> {
                        database.execute("SET GLOBAL tx_read_only = 0");
                        database.line().cut();
                    });
            assertNothingLostNothingTwice(episode);
        }
    }
}
