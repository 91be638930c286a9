package com.moxton.payments.local.stack;

import com.moxton.payments.local.stack.storefront.StorefrontSettings;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Which Stripe the stack works with.
 *
 * @param simulator its address; null when it is Stripe itself or somebody else's stand-in
 * @param secretKey for the worker
 * @param apiBase for the worker; null takes Stripe's own
 * @param publishableKey for the page's Payment Element; null leaves it at a form for test cards
 */
record StripeChoice(
        @Nullable URI simulator,
        String secretKey,
        @Nullable String apiBase,
        @Nullable String publishableKey) {
    private static final String SIMULATOR_KEY = "sk_test_simulator";
    private static final String PUBLISHABLE = "STRIPE_PUBLISHABLE_KEY";

    static StripeChoice of(Settings settings, StackPorts ports) {
        String key = settings.find("STRIPE_SECRET_KEY");
        String base = settings.find("STRIPE_API_BASE");
        String publishable = settings.find(PUBLISHABLE);
        if (publishable != null && key == null) {
            throw new StartStoppedException("STRIPE_SECRET_KEY is missing: " + PUBLISHABLE + " is set");
        }
        if (publishable != null && !StorefrontSettings.isPublishable(publishable)) {
            // Not quoted: it may be a secret key.
            throw new StartStoppedException(PUBLISHABLE + " must begin with pk_test_: the page shows it to everybody");
        }
        if (key == null && base == null) {
            URI simulator = Local.http(ports.stripe());
            return new StripeChoice(simulator, SIMULATOR_KEY, simulator.toString(), null);
        }
        if (key == null) {
            throw new StartStoppedException("STRIPE_SECRET_KEY is missing: STRIPE_API_BASE is set");
        }
        if (key.contains("_live_")) {
            // The storefront hands out orders to whoever asks: no place for real money.
            throw new StartStoppedException("STRIPE_SECRET_KEY is a live key: local-stack takes test keys only");
        }
        return new StripeChoice(null, key, base, publishable);
    }

    boolean isSimulated() {
        return simulator != null;
    }

    @Override
    public String toString() {
        return isSimulated() ? "simulator at " + simulator : apiBase == null ? "https://api.stripe.com" : apiBase;
    }
}
