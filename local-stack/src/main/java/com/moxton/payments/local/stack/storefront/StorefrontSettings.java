package com.moxton.payments.local.stack.storefront;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the storefront must know of the stack. The launcher sets it.
 *
 * @param ingressUrl where ingress-service answers, as the browser reaches it; no slash at the end
 * @param simulatorUrl the Stripe simulator; null when the stack runs against Stripe itself
 * @param publishableKey of the Stripe account, {@code pk_test_…}: the page then takes cards with Stripe's Payment Element. Null or
 *     blank leaves it at a form for test cards
 * @param jwtSecret signs the demo users' tokens (HS256); null when ingress-service trusts an issuer instead, and the
 *     storefront can't make tokens
 */
@ConfigurationProperties("storefront")
public record StorefrontSettings(
        URI ingressUrl,
        @Nullable URI simulatorUrl,
        @Nullable String publishableKey,
        @Nullable String jwtSecret) {

    /**
     * @throws IllegalArgumentException when the key is not a publishable one of test mode: it is shown to everybody, and a secret
     *     key must not be
     */
    public StorefrontSettings {
        publishableKey = publishableKey == null || publishableKey.isBlank() ? null : publishableKey.strip();
        if (publishableKey != null && !isPublishable(publishableKey)) {
            throw new IllegalArgumentException("storefront.publishable-key must begin with pk_test_");
        }
    }

    /** Whether it is a publishable key of test mode, and safe to show. */
    public static boolean isPublishable(String key) {
        return key.startsWith("pk_test_");
    }

    @Override
    public String toString() {
        return "StorefrontSettings[ingressUrl=" + ingressUrl + ", simulatorUrl=" + simulatorUrl + ", publishableKey="
                + publishableKey + ", jwtSecret=" + (jwtSecret == null ? "none" : "configured") + "]";
    }
}
