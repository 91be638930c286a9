package com.moxton.payments.resilience;

import com.moxton.payments.resilience.parts.DatabaseProcess;
import com.moxton.payments.resilience.parts.Installation;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Others have taken all connections that the database allows. */
class DatabaseFullIT extends Faults {

    private static final int ALLOWED = 12;

    @Test
    void losesNothing(Installation installation) throws Exception {
        DatabaseProcess database = installation.database();
        List<Connection> taken = new ArrayList<>();
        try (Episode episode = episode(installation, "database: out of connections for 8 s")) {
            episode.injectTimes(
                    1,
                    () -> {
                        database.line().refuse();
                        for (int i = 0; i < ALLOWED; i++) {
                            taken.add(database.connect());
                        }
                        // One is kept free for administrators, and everybody is one here.
                        try (var statement = taken.getFirst().createStatement()) {
                            statement.execute("SET GLOBAL max_connections = " + (ALLOWED - 1));
                        }
                        database.line().heal();
                    },
                    Duration.ofSeconds(8),
                    () -> {
                        try (var statement = taken.getFirst().createStatement()) {
                            statement.execute("SET GLOBAL max_connections = 200");
                        }
                        for (Connection connection : taken) {
                            connection.close();
                        }
                    });
            assertNothingLostNothingTwice(episode);
        }
    }
}
