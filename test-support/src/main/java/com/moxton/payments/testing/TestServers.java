package com.moxton.payments.testing;

import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.TopicSettings;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The real servers for integration tests: one Kafka and one database server for each JVM, started when they are first
 * asked for and used by all test classes.
 *
 * <p>Most tests need no empty topics: give every test its own order, intent and event ids, and look for those. In Spring
 * tests use {@link WithKafka} and {@link WithDatabase}. Tests that pull the plug take a {@link RestartableKafka} or a
 * {@link RestartableDatabase}.
 */
public final class TestServers {
    private static final Servers SERVERS = Servers.of(lane());
    private static final Queue<TestDatabase> DATABASES = new ConcurrentLinkedQueue<>();
    private static final Set<ConfigurableApplicationContext> CONTEXTS =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    static {
        ServerLogs.keepQuiet();
        Runtime.getRuntime().addShutdownHook(new Thread(TestServers::close, "test-servers-close"));
    }

    private TestServers() {}

    /** Where the servers of this run come from. */
    public static Lane lane() {
        return LaneChoice.ofThisRun().lane();
    }

    /** The shared broker. Topics aren't created by themselves: see {@link #resetTopics()}, or let the service do it. */
    public static String kafkaBootstrapServers() {
        return SERVERS.kafkaBootstrapServers();
    }

    /** A new empty schema on the shared database server, dropped at the end of the JVM at the latest. */
    public static TestDatabase newDatabase() {
        TestDatabase database = SERVERS.database().newSchema();
        DATABASES.add(database);
        return database;
    }

    /**
     * Deletes the contract's topics with all their records and all consumer groups that are at rest, and creates the
     * topics anew, empty. For tests that read a whole log.
     *
     * <p>Takes about half a second. Groups with living members stay: stop the services' listeners first, or close their
     * contexts by {@code @DirtiesContext}.
     */
    public static void resetTopics() {
        new TopicReset(kafkaBootstrapServers()).run(TopicSettings.defaults(), Topic.values());
    }

    /** The context is closed before the servers are: no pool and no consumer is to see its server go away. */
    public static void closeAfter(ConfigurableApplicationContext context) {
        CONTEXTS.add(context);
    }

    private static void close() {
        try {
            // Its own shutdown hook may be at it at this moment; then this waits for it.
            List.copyOf(CONTEXTS).forEach(ConfigurableApplicationContext::close);
            if (lane() == Lane.EXTERNAL) {
                DATABASES.forEach(TestDatabase::close);
            }
        } finally {
            SERVERS.close();
        }
    }
}
