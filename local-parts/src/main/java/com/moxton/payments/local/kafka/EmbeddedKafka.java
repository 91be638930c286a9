package com.moxton.payments.local.kafka;

import com.moxton.payments.local.EmbeddedServerException;
import com.moxton.payments.local.LocalPort;
import java.nio.file.Path;
import java.time.Duration;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka broker with its own controller (KRaft) in this JVM, reachable on 127.0.0.1 alone. It is the genuine server:
 * acknowledgements, transactions, consumer groups and share groups behave as in a cluster of one.
 *
 * <p>What its data directory holds survives {@link #close()} and also kill -9 of the JVM. It is not for production.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);

    private final KafkaRaftServer server;
    private final int port;
    private boolean closed;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it takes connections: 1 to 3 seconds.
     *
     * @param dataDirectory created when absent; what an earlier broker left there is taken up again
     * @throws com.moxton.payments.local.PortTakenException when the given port is taken
     * @throws EmbeddedServerException when the broker doesn't start, because another one uses the directory for instance
     */
    public static EmbeddedKafka start(Path dataDirectory, LocalPort port) {
        return start(dataDirectory, port, port.number());
    }

    /**
     * @param advertised the port that clients are told: of a proxy in front, for instance; 0 for the broker's own
     */
    static EmbeddedKafka start(Path dataDirectory, LocalPort port, int advertised) {
        HostJvm.protectFromExit();
        long began = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            int number = port.claim();
            try {
                EmbeddedKafka kafka = new EmbeddedKafka(
                        startServer(dataDirectory, number, advertised == 0 ? number : advertised), number);
                log.atInfo()
                        .addKeyValue("bootstrapServers", kafka.bootstrapServers())
                        .addKeyValue("dataDirectory", dataDirectory)
                        .addKeyValue(
                                "durationMs",
                                Duration.ofNanos(System.nanoTime() - began).toMillis())
                        .log("embedded Kafka started");
                return kafka;
            } catch (EmbeddedServerException e) {
                if (!port.isAnyFree() || attempt == LocalPort.ATTEMPTS_FOR_A_FREE_ONE) {
                    throw e;
                }
                log.atWarn().addKeyValue("attempt", attempt).log("embedded Kafka did not start, trying another port");
            }
        }
    }

    private static KafkaRaftServer startServer(Path dataDirectory, int port, int advertised) {
        Path logDirectory = dataDirectory.toAbsolutePath().normalize();
        boolean afterCrash = LogDirectory.prepare(logDirectory);
        int controllerPort = LocalPort.free("Kafka's controller").claim();
        KafkaRaftServer server = new KafkaRaftServer(
                new KafkaConfig(BrokerSettings.of(logDirectory, port, advertised, controllerPort, afterCrash)),
                Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException | Error e) {
            server.shutdown();
            throw new EmbeddedServerException(
                    "Kafka did not start on port " + port + " with data in " + logDirectory + ": " + e.getMessage(), e);
        }
    }

    /** {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return LocalPort.loopback().getHostAddress() + ":" + port;
    }

    public int port() {
        return port;
    }

    /** Stops the broker cleanly. Close producers and consumers first: they would go on looking for it. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            server.shutdown();
            server.awaitShutdown();
        }
    }
}
