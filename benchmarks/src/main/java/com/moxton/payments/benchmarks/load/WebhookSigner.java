package com.moxton.payments.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the value of {@code Stripe-Signature}.
 *
 * @see <a href="https://docs.stripe.com/webhooks/signature">Stripe: webhook signatures</a>
 */
final class WebhookSigner {

    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param secret the webhook endpoint's */
    WebhookSigner(String secret) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC);
    }

    /** @param second since 1970 */
    String sign(byte[] body, long second) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update((second + ".").getBytes(StandardCharsets.US_ASCII));
            return "t=" + second + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new LinkageError("Every Java platform has HmacSHA256", e);
        }
    }
}
