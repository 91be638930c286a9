package com.moxton.payments.ingress.webhook;

import com.stripe.net.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Webhooks as Stripe sends them. */
public final class Webhooks {

    private Webhooks() {}

    public static byte[] event(String eventId, String intentId) {
        return """
                {"id": "%s", "object": "event", "api_version": "2026-01-28", "created": 1700000000,
                  "data": {"object": {"id": "%s", "object": "payment_intent", "note": "Zo\u00eb \\u00e9"}},
                  "livemode": false, "pending_webhooks": 1, "type": "payment_intent.succeeded"}\
                """.formatted(eventId, intentId).getBytes(StandardCharsets.UTF_8);
    }

    public static String signature(byte[] body, String secret) {
        return signature(body, secret, Instant.now());
    }

    public static String signature(byte[] body, String secret, Instant at) {
        try {
            String payload = at.getEpochSecond() + "." + new String(body, StandardCharsets.UTF_8);
            return "t=%d,v1=%s".formatted(at.getEpochSecond(), Webhook.Util.computeHmacSha256(secret, payload));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
