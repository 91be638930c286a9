package com.moxton.payments.simulator.event;

import com.moxton.payments.simulator.wire.StripeIds;
import com.moxton.payments.simulator.wire.StripeJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event as it is kept.
 *
 * @param created seconds since 1970
 * @param json the document without its count of pending webhooks, which changes; kept as text, which takes a fraction of
 *     the memory of a tree
 */
public record StripeEvent(String id, String type, long created, String json) {

    /**
     * @param object the snapshot
     * @param requestId null when no call caused it
     */
    static StripeEvent of(
            String type,
            ObjectNode object,
            long created,
            String apiVersion,
            @Nullable String requestId,
            @Nullable String idempotencyKey) {
        String id =
                StripeIds.next(type.startsWith("payment_intent.") || type.startsWith("charge.") ? "evt_3" : "evt_1");
        ObjectNode json = StripeJson.object();
        json.put("id", id);
        json.put("object", "event");
        json.put("api_version", apiVersion);
        json.put("created", created);
        json.putObject("data").set("object", object);
        json.put("livemode", object.path("livemode").asBoolean(false));
        json.put("pending_webhooks", 0);
        json.putObject("request").put("id", requestId).put("idempotency_key", idempotencyKey);
        json.put("type", type);
        return new StripeEvent(id, type, created, json.toString());
    }

    ObjectNode toMemory() {
        return StripeJson.parseObject(json);
    }

    static StripeEvent fromMemory(ObjectNode json) {
        return new StripeEvent(
                json.path("id").asString(),
                json.path("type").asString(),
                json.path("created").asLong(),
                json.toString());
    }

    public ObjectNode document(int pendingWebhooks) {
        return StripeJson.parseObject(json).put("pending_webhooks", pendingWebhooks);
    }
}
