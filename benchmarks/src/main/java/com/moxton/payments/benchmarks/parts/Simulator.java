package com.moxton.payments.benchmarks.parts;

import com.moxton.payments.local.process.JavaProcess;
import java.net.URI;

/** The Stripe simulator. */
public final class Simulator implements AutoCloseable {

    private final JavaProcess process;
    private final int port;

    Simulator(JavaProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** For {@code STRIPE_API_BASE}; its knobs are below {@code /_control}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public CpuClock cpu() {
        return CpuClock.of(process.pid());
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
