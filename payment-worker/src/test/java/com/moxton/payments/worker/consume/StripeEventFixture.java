package com.moxton.payments.worker.consume;

import com.moxton.payments.events.Topic;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Bodies of events as Stripe sends them, with what tests want to vary. */
public record StripeEventFixture(
        String id,
        String type,
        long created,
        String intentId,
        String status,
        long amount,
        String currency,
        @Nullable String errorCode,
        Map<String, String> metadata) {

    public static final long BIRTH = 1_790_000_000L;

    /** A payment of ours for an order: its intent's birth. */
    public static StripeEventFixture birth(String orderId, long amount) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("order_id", orderId);
        metadata.put("payment_id", UUID.randomUUID().toString());
        metadata.put("request_id", UUID.randomUUID().toString());
        return new StripeEventFixture(
                newId("evt"),
                "payment_intent.created",
                BIRTH,
                newId("pi"),
                "requires_payment_method",
                amount,
                "usd",
                null,
                metadata);
    }

    public static String newId(String prefix) {
        return prefix + "_" + UUID.randomUUID().toString().replace("-", "");
    }

    /** Another event of the same intent, so many seconds after its birth. */
    public StripeEventFixture then(int second, String newType, String newStatus) {
        return new StripeEventFixture(
                newId("evt"),
                "payment_intent." + newType,
                BIRTH + second,
                intentId,
                newStatus,
                amount,
                currency,
                null,
                metadata);
    }

    public StripeEventFixture succeeded(int second) {
        return then(second, "succeeded", "succeeded");
    }

    public StripeEventFixture declined(int second, String code) {
        StripeEventFixture failed = then(second, "payment_failed", "requires_payment_method");
        return new StripeEventFixture(
                failed.id, failed.type, failed.created, intentId, failed.status, amount, currency, code, metadata);
    }

    public StripeEventFixture withMetadata(Map<String, String> other) {
        return new StripeEventFixture(id, type, created, intentId, status, amount, currency, errorCode, other);
    }

    public String paymentId() {
        return metadata.getOrDefault("payment_id", "");
    }

    public String orderId() {
        return metadata.getOrDefault("order_id", "");
    }

    public byte[] json() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    public String text() {
        StringBuilder fields = new StringBuilder();
        metadata.forEach((key, value) ->
                fields.append(fields.isEmpty() ? "" : ",").append("\"%s\":\"%s\"".formatted(key, value)));
        return """
                {
                  "id": "%s",
                  "object": "event",
                  "api_version": "2019-02-11",
                  "created": %d,
                  "data": {
                    "object": {
                      "id": "%s",
                      "object": "payment_intent",
                      "amount": %d,
                      "amount_received": %d,
                      "charges": {"object": "list", "data": [{"id": "ch_1", "amount": 1e400}]},
                      "client_secret": "%s_secret_never",
                      "created": %d,
                      "currency": "%s",
                      "last_payment_error": %s,
                      "metadata": {%s},
                      "status": "%s"
                    }
                  },
                  "livemode": false,
                  "pending_webhooks": 1,
                  "request": {"id": null, "idempotency_key": null},
                  "type": "%s"
                }""".formatted(
                        id,
                        created,
                        intentId,
                        amount,
                        status.equals("succeeded") ? amount : 0,
                        intentId,
                        BIRTH,
                        currency,
                        errorCode == null ? "null" : """
                                {"code": "%s", "decline_code": "insufficient_funds", "message": "Your card was declined.", \
                                "type": "card_error"}""".formatted(errorCode),
                        fields,
                        status,
                        type);
    }

    public ProducerRecord<String, byte[]> record() {
        return new ProducerRecord<>(Topic.STRIPE_EVENTS.topicName(), intentId, json());
    }
}
