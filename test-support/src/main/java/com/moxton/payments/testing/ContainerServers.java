package com.moxton.payments.testing;

import com.moxton.payments.local.database.EmbeddedMariaDb;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.mysql.MySQLContainer;

/** Servers in containers, removed at the end of the JVM. */
final class ContainerServers implements Servers {
    private @Nullable KafkaContainer kafka;
    private @Nullable MySQLContainer mysql;

    @Override
    public synchronized String kafkaBootstrapServers() {
        if (kafka == null) {
            KafkaContainer container =
                    new KafkaContainer(DockerEngine.KAFKA_IMAGE.asCompatibleSubstituteFor("apache/kafka"));
            container.withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
            container.withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
            container.start();
            kafka = container;
        }
        return kafka.getBootstrapServers();
    }

    @Override
    public synchronized DatabaseServer database() {
        if (mysql == null) {
            MySQLContainer container = new MySQLContainer(DockerEngine.MYSQL_IMAGE.asCompatibleSubstituteFor("mysql"));
            // Root, because every test gets a schema of its own. In memory, because nothing has to last.
            container.withUsername("root").withPassword("root").withTmpFs(Map.of("/var/lib/mysql", "rw"));
            container.start();
            mysql = container;
        }
        String url = "jdbc:mysql://" + mysql.getHost() + ":" + mysql.getMappedPort(MySQLContainer.MYSQL_PORT) + "/?"
                + EmbeddedMariaDb.URL_PARAMETERS;
        return new DatabaseServer(url, mysql.getUsername(), mysql.getPassword());
    }

    @Override
    public synchronized void close() {
        if (kafka != null) {
            kafka.stop();
        }
        if (mysql != null) {
            mysql.stop();
        }
    }
}
