package com.moxton.payments.local.stack.storefront;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the storefront must know of the stack. The launcher sets it.
 *
 * @param ingressUrl where ingress-service answers, as the browser reaches it; no slash at the end
 * @param simulatorUrl the Stripe simulator; null when the stack runs against Stripe itself
 * @param jwtSecret signs the demo users' tokens (HS256); null when ingress-service trusts an issuer instead, and the
 *     storefront can't make tokens
 */
@ConfigurationProperties("storefront")
public record StorefrontSettings(
        URI ingressUrl,
        @Nullable URI simulatorUrl,
        @Nullable String jwtSecret) {

    @Override
    public String toString() {
        return "StorefrontSettings[ingressUrl=" + ingressUrl + ", simulatorUrl=" + simulatorUrl + ", jwtSecret="
                + (jwtSecret == null ? "none" : "configured") + "]";
    }
}
