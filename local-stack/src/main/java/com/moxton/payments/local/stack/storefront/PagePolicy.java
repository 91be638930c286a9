package com.moxton.payments.local.stack.storefront;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What the page may run and reach (Content-Security-Policy): its own files, itself and ingress-service. With a publishable key also
 * what Stripe lists for Stripe.js, and no more.
 *
 * @see <a href="https://docs.stripe.com/security/guide#content-security-policy">Stripe's list</a>
 */
final class PagePolicy {
    private static final String SCRIPTS = "https://js.stripe.com https://*.js.stripe.com";

    private PagePolicy() {}

    static String of(URI ingressUrl, @Nullable String publishableKey) {
        boolean stripe = publishableKey != null;
        return "default-src 'self'; "
                + (stripe
                        ? "script-src 'self' " + SCRIPTS + "; frame-src " + SCRIPTS + " https://hooks.stripe.com; "
                        : "")
                + "connect-src 'self' " + ingressUrl + (stripe ? " https://api.stripe.com" : "")
                + "; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }
}
