package com.moxton.payments.benchmarks.parts;

import com.moxton.payments.local.LocalPort;
import com.moxton.payments.local.kafka.EmbeddedKafka;
import java.nio.file.Path;

/** The genuine Kafka broker of local-parts, in a process of its own. */
public final class Broker implements AutoCloseable {

    private final JavaProcess process;
    private final String bootstrapServers;

    Broker(JavaProcess process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    public CpuClock cpu() {
        return process.cpu();
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }

    /** The process: data directory and port are its arguments. */
    public static final class Main {

        private Main() {}

        public static void main(String[] args) {
            EmbeddedKafka kafka =
                    EmbeddedKafka.start(Path.of(args[0]), new LocalPort("Kafka", Integer.parseInt(args[1])));
            Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
        }
    }
}
