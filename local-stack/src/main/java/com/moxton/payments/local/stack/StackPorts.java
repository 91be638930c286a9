package com.moxton.payments.local.stack;

import com.moxton.payments.local.LocalPort;
import com.moxton.payments.local.PortTakenException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where everything listens, on the loopback interface. */
record StackPorts(
        LocalPort storefront, LocalPort ingress, LocalPort worker, LocalPort stripe, LocalPort kafka, LocalPort mysql) {

    /** Processes of a stack that was killed a moment ago need this long to be gone. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final int PAUSE_MS = 100;

    static StackPorts of(Settings settings) {
        return new StackPorts(
                settings.port("the storefront", "STOREFRONT_PORT", 8090),
                settings.port("ingress-service", "INGRESS_PORT", 8080),
                settings.port("payment-worker", "WORKER_PORT", 8081),
                settings.port("the Stripe simulator", "STRIPE_PORT", 12111),
                settings.port("Kafka", "KAFKA_PORT", 19092),
                settings.port("MariaDB", "MYSQL_PORT", 13306));
    }

    /**
     * @throws StartStoppedException with a line for each port that another program holds
     */
    static void requireFree(List<LocalPort> ports) {
        long deadline = System.nanoTime() + GRACE.toNanos();
        List<String> taken = taken(ports);
        while (!taken.isEmpty() && System.nanoTime() < deadline) {
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            taken = taken(ports);
        }
        if (!taken.isEmpty()) {
            throw new StartStoppedException(String.join("\n", taken));
        }
    }

    private static List<String> taken(List<LocalPort> ports) {
        List<String> taken = new ArrayList<>();
        for (LocalPort port : ports) {
            try {
                port.claim();
            } catch (PortTakenException e) {
                taken.add(String.valueOf(e.getMessage()));
            }
        }
        return taken;
    }
}
