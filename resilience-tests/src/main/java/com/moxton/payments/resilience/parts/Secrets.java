package com.moxton.payments.resilience.parts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secrets of this installation: each is a word that occurs nowhere else, so that a leak can be searched for. */
public final class Secrets {

    public static final String WEBHOOK = "whsec_seededWebhookSecret7Qm2Xk9";
    public static final String API_KEY = "sk_test_seededApiKey4Zr8Wp1";
    public static final String JWT = "seededJwtSecret5Hn3Vb6-seededJwtSecret5Hn3Vb6";
    public static final String OPS_USER = "ops";
    public static final String OPS_PASSWORD = "seededOpsPassword8Lc2";
    public static final String DATABASE_PASSWORD = "seededDatabasePassword3Td7";

    private static final Duration LIFETIME = Duration.ofHours(3);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Secrets() {}

    /** All but users' tokens and client secrets, which are made by the run. */
    public static List<String> seeded() {
        return List.of(WEBHOOK, API_KEY, JWT, OPS_PASSWORD, DATABASE_PASSWORD);
    }

    /** A user's token, as a login would make it. */
    public static String tokenOf(String userId) {
        Instant now = Instant.now();
        String claims = "{\"sub\":\"%s\",\"iat\":%d,\"exp\":%d}"
                .formatted(userId, now.getEpochSecond(), now.plus(LIFETIME).getEpochSecond());
        String signed = part("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + part(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(JWT.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new LinkageError("Every Java platform has HmacSHA256", e);
        }
    }

    private static String part(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
