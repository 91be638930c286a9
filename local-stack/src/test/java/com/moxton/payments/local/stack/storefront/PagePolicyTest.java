package com.moxton.payments.local.stack.storefront;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import org.junit.jupiter.api.Test;

class PagePolicyTest {
    private static final URI INGRESS = URI.create("http://localhost:8080");

    @Test
    void letsThePageReachNobodyElse() {
        assertThat(PagePolicy.of(INGRESS, null))
                .isEqualTo("default-src 'self'; connect-src 'self' http://localhost:8080; img-src 'self' data:; "
                        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    }

    @Test
    void addsWhatStripeListsAndNoMore() {
        assertThat(PagePolicy.of(INGRESS, "pk_test_1").split("; "))
                .containsExactlyInAnyOrder(
                        "default-src 'self'",
                        "script-src 'self' https://js.stripe.com https://*.js.stripe.com",
                        "frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com",
                        "connect-src 'self' http://localhost:8080 https://api.stripe.com",
                        "img-src 'self' data:",
                        "base-uri 'none'",
                        "form-action 'self'",
                        "frame-ancestors 'none'");
    }

    @Test
    void showsNobodyASecretKey() {
        assertThat(new StorefrontSettings(INGRESS, null, " ", null).publishableKey())
                .isNull();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new StorefrontSettings(INGRESS, null, "sk_test_123", null))
                .withMessageContaining("pk_test_")
                .withMessageNotContaining("sk_test_123");
    }
}
