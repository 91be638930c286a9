package com.moxton.payments.ingress;

import com.moxton.payments.events.EventJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Users' tokens, made by hand: so that tests can also make those that no library would. */
public final class Tokens {
    public static final String SECRET = "0123456789abcdef0123456789abcdef";

    /** Signs the text {@code header.claims}. */
    public interface Signer {
        byte[] sign(byte[] input) throws GeneralSecurityException;
    }

    private Tokens() {}

    public static String of(String user) {
        return of(user, Duration.ofHours(1));
    }

    public static String of(String user, Duration validFor) {
        return of(Map.of("sub", user, "exp", Instant.now().plus(validFor).getEpochSecond()));
    }

    public static String of(Map<String, ?> claims) {
        return signed(Map.of("alg", "HS256", "typ", "JWT"), claims, hmac(SECRET.getBytes(StandardCharsets.UTF_8)));
    }

    public static String signed(Map<String, ?> header, Map<String, ?> claims, Signer signer) {
        String input = base64(EventJson.write(header)) + "." + base64(EventJson.write(claims));
        try {
            return input + "." + base64(signer.sign(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static Signer hmac(byte[] secret) {
        return input -> {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(input);
        };
    }

    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
