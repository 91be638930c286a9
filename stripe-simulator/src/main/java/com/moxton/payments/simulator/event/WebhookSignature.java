package com.moxton.payments.simulator.event;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The {@code Stripe-Signature} header.
 *
 * @see <a href="https://docs.stripe.com/webhooks#verify-manually">Verify manually</a>
 */
public final class WebhookSignature {

    private WebhookSignature() {}

    public static String header(byte[] body, long second, List<String> secrets) {
        StringBuilder header = new StringBuilder("t=").append(second);
        for (String secret : secrets) {
            header.append(",v1=").append(sign(body, second, secret));
        }
        // Stripe adds a signature of an older scheme in test mode, which a verifier has to ignore.
        return header.append(",v0=").append("0".repeat(64)).toString();
    }

    private static String sign(byte[] body, long second, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((second + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
