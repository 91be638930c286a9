package com.moxton.payments.local.stack.storefront;

import java.net.URI;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the page has to know before it can do anything. */
@RestController
class PageController {
    private final StorefrontSettings settings;

    PageController(StorefrontSettings settings) {
        this.settings = settings;
    }

    /**
     * @param simulated whether Stripe is the simulator
     * @param makesTokens whether orders come with a token
     */
    record PageSettings(URI ingressUrl, boolean simulated, boolean makesTokens) {}

    @GetMapping("/api/settings")
    PageSettings settings() {
        return new PageSettings(settings.ingressUrl(), settings.simulatorUrl() != null, settings.jwtSecret() != null);
    }
}
