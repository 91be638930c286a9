package com.moxton.payments.testing;

import com.moxton.payments.local.LocalPort;
import com.moxton.payments.local.database.EmbeddedMariaDb;
import com.moxton.payments.local.kafka.EmbeddedKafka;
import org.jspecify.annotations.Nullable;

/** Servers in this JVM and below it. */
final class EmbeddedServers implements Servers {
    private @Nullable EmbeddedKafka kafka;
    private @Nullable EmbeddedMariaDb mariaDb;
    private @Nullable DatabaseServer database;

    @Override
    public synchronized String kafkaBootstrapServers() {
        if (kafka == null) {
            kafka = EmbeddedKafka.start(TestDirectory.emptied("kafka"), LocalPort.free("Kafka"));
        }
        return kafka.bootstrapServers();
    }

    @Override
    public synchronized DatabaseServer database() {
        if (database == null) {
            // Used again, because a new directory costs a second.
            mariaDb = EmbeddedMariaDb.start(TestDirectory.kept("mariadb"), LocalPort.free("MariaDB"));
            database = new DatabaseServer(mariaDb.jdbcUrl(""), mariaDb.user(), mariaDb.password());
            database.dropLeftovers();
        }
        return database;
    }

    // The broker ends with the JVM and its data is deleted before the next: stopping it would only take time.
    @Override
    public synchronized void close() {
        if (mariaDb != null) {
            mariaDb.close();
        }
    }
}
