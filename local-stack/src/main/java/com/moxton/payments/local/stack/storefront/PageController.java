package com.moxton.payments.local.stack.storefront;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the page has to know before it can do anything. */
@RestController
class PageController {
    /** The release of stripe-java's API version, 2026-07-29.dahlia; see https://docs.stripe.com/js/including */
    private static final URI STRIPE_JS = URI.create("https://js.stripe.com/dahlia/stripe.js");

    private final StorefrontSettings settings;

    PageController(StorefrontSettings settings) {
        this.settings = settings;
    }

    /**
     * @param simulated whether Stripe is the simulator
     * @param makesTokens whether orders come with a token
     * @param publishableKey null when the page has its own form for test cards
     * @param stripeJs where Stripe.js of the API version that payment-worker speaks is; Stripe wants it loaded from there
     */
    record PageSettings(
            URI ingressUrl,
            boolean simulated,
            boolean makesTokens,
            @Nullable String publishableKey,
            URI stripeJs) {}

    @GetMapping("/api/settings")
    PageSettings settings() {
        return new PageSettings(
                settings.ingressUrl(),
                settings.simulatorUrl() != null,
                settings.jwtSecret() != null,
                settings.publishableKey(),
                STRIPE_JS);
    }
}
