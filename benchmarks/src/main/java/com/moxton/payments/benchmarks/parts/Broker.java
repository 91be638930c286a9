package com.moxton.payments.benchmarks.parts;

import com.moxton.payments.local.process.JavaProcess;

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
        return CpuClock.of(process.pid());
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
