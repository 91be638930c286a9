package com.moxton.payments.testing;

import com.moxton.payments.local.LocalPort;
import com.moxton.payments.local.kafka.EmbeddedKafka;
import java.nio.file.Path;

/**
 * A broker of the test's own that may be stopped and started again: same address, same data. It is embedded in every
 * lane, because a container comes back on another port and an external broker isn't ours to stop.
 */
public final class RestartableKafka implements AutoCloseable {
    private final Path directory;
    private EmbeddedKafka kafka;
    private boolean running;

    private RestartableKafka(Path directory) {
        this.directory = directory;
        this.kafka = EmbeddedKafka.start(directory, LocalPort.free("Kafka"));
        this.running = true;
    }

    /** Starts a new broker without topics. */
    public static RestartableKafka start() {
        return new RestartableKafka(TestDirectory.another("kafka"));
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Clients lose their connections and find nobody listening. Does nothing when it is stopped. */
    public synchronized void stop() {
        if (running) {
            kafka.close();
            running = false;
        }
    }

    /** On the same port, with the same data. Does nothing when it runs. */
    public synchronized void restart() {
        if (!running) {
            kafka = EmbeddedKafka.start(directory, new LocalPort("Kafka", kafka.port()));
            running = true;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
