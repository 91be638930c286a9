package com.moxton.payments.local.stack;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Which Stripe the stack works with.
 *
 * @param simulator its address; null when it is Stripe itself or somebody else's stand-in
 * @param secretKey for the worker
 * @param apiBase for the worker; null takes Stripe's own
 */
record StripeChoice(
        @Nullable URI simulator, String secretKey, @Nullable String apiBase) {
    private static final String SIMULATOR_KEY = "sk_test_simulator";

    static StripeChoice of(Settings settings, StackPorts ports) {
        String key = settings.find("STRIPE_SECRET_KEY");
        String base = settings.find("STRIPE_API_BASE");
        if (key == null && base == null) {
            URI simulator = Local.http(ports.stripe());
            return new StripeChoice(simulator, SIMULATOR_KEY, simulator.toString());
        }
        if (key == null) {
            throw new StartStoppedException("STRIPE_SECRET_KEY is missing: STRIPE_API_BASE is set");
        }
        if (key.contains("_live_")) {
            // The storefront hands out orders to whoever asks: no place for real money.
            throw new StartStoppedException("STRIPE_SECRET_KEY is a live key: local-stack takes test keys only");
        }
        return new StripeChoice(null, key, base);
    }

    boolean isSimulated() {
        return simulator != null;
    }

    @Override
    public String toString() {
        return isSimulated() ? "simulator at " + simulator : apiBase == null ? "https://api.stripe.com" : apiBase;
    }
}
