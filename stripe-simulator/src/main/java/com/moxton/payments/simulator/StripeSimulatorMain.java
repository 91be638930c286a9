package com.moxton.payments.simulator;

import com.moxton.payments.simulator.event.WebhookEndpoint;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The simulator on its own. Environment: {@code STRIPE_PORT} (12111), {@code STRIPE_HOST} (127.0.0.1),
 * {@code STRIPE_WEBHOOK_URL} (none) with {@code STRIPE_WEBHOOK_SECRET} (comma-separated while a secret is rolled),
 * {@code STRIPE_PUBLIC_URL} (where a browser finds it, when that is elsewhere), {@code STRIPE_SNAPSHOT} (a file to remember everything in).
 */
public final class StripeSimulatorMain {

    private StripeSimulatorMain() {}

    public static void main(String[] args) throws InterruptedException {
        StripeSimulator simulator;
        try {
            simulator = StripeSimulator.start(settings(System.getenv()));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            System.err.println("The simulator did not start: " + e.getMessage());
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close));
        new CountDownLatch(1).await();
    }

    static SimulatorSettings settings(Map<String, String> environment) {
        SimulatorSettings settings = SimulatorSettings.defaults()
                .withHost(environment.getOrDefault("STRIPE_HOST", "127.0.0.1"))
                .withPort(port(environment.getOrDefault("STRIPE_PORT", "12111")));
        String url = environment.getOrDefault("STRIPE_WEBHOOK_URL", "");
        if (!url.isEmpty()) {
            List<String> secrets = Arrays.stream(environment
                            .getOrDefault("STRIPE_WEBHOOK_SECRET", "")
                            .split(","))
                    .map(String::trim)
                    .filter(secret -> !secret.isEmpty())
                    .toList();
            if (secrets.isEmpty()) {
                throw new IllegalArgumentException("STRIPE_WEBHOOK_SECRET is missing: STRIPE_WEBHOOK_URL is set");
            }
            settings = settings.withEndpoints(new WebhookEndpoint(URI.create(url), secrets, List.of()));
        }
        String publicUrl = environment.getOrDefault("STRIPE_PUBLIC_URL", "");
        if (!publicUrl.isEmpty()) {
            settings = settings.withPublicUrl(publicUrl.replaceFirst("/$", ""));
        }
        String snapshot = environment.getOrDefault("STRIPE_SNAPSHOT", "");
        return snapshot.isEmpty() ? settings : settings.withSnapshot(Path.of(snapshot));
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("STRIPE_PORT must be a number, not '%s'".formatted(text), e);
        }
    }
}
