package com.moxton.payments.local.stack.storefront;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes the tokens that ingress-service takes: a JWT signed with the shared secret (HS256), as a login would. */
@Component
class UserToken {
    static final Duration LIFETIME = Duration.ofHours(1);

    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER =
            BASE64.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII));

    private final JsonMapper json;
    private final Clock clock;
    private final @Nullable String secret;

    UserToken(StorefrontSettings settings, JsonMapper json, Clock clock) {
        this.secret = settings.jwtSecret();
        this.json = json;
        this.clock = clock;
    }

    /** Null when an issuer makes the tokens, and not we. */
    @Nullable
    String of(String userId) {
        if (secret == null) {
            return null;
        }
        Instant now = clock.instant();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", userId);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFETIME).getEpochSecond());
        String signed = HEADER + "." + part(claims);
        return signed + "." + BASE64.encodeToString(sign(signed, secret));
    }

    private String part(Map<String, Object> members) {
        return BASE64.encodeToString(json.writeValueAsBytes(members));
    }

    private static byte[] sign(String text, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
