package com.moxton.payments.ingress.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A signing secret of a webhook endpoint, and whose endpoint that is. Never shown. */
final class SigningSecret {
    private static final String HMAC = "HmacSHA256";

    /** Keyed and never fed: a copy of it costs less than looking its provider up and keying it anew. */
    private final Mac keyed;

    private final @Nullable String account;

    SigningSecret(String secret) {
        this(null, secret);
    }

    /** @param account whose events it signs; null for an endpoint that may hear of any account */
    SigningSecret(@Nullable String account, String secret) {
        this.account = account;
        try {
            keyed = Mac.getInstance(HMAC);
            keyed.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new LinkageError("Every Java platform has HmacSHA256", e);
        }
    }

    @Nullable
    String account() {
        return account;
    }

    /** HMAC-SHA256 over {@code timestamp.body}, the timestamp as it stands in the header. */
    byte[] sign(String timestamp, byte[] body) {
        try {
            Mac mac = (Mac) keyed.clone();
            mac.update(timestamp.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) '.');
            return mac.doFinal(body);
        } catch (CloneNotSupportedException e) {
            throw new LinkageError("Every Java platform's HmacSHA256 can be copied", e);
        }
    }

    @Override
    public String toString() {
        return "SigningSecret[masked]";
    }
}
