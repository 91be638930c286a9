package com.moxton.payments.ingress.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A signing secret of the webhook endpoint. Never shown. */
final class SigningSecret {
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;

    SigningSecret(String secret) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC);
    }

    /** HMAC-SHA256 over {@code timestamp.body}, the timestamp as it stands in the header. */
    byte[] sign(String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(timestamp.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) '.');
            return mac.doFinal(body);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new LinkageError("Every Java platform has HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return "SigningSecret[masked]";
    }
}
