package com.moxton.payments.simulator.event;

import com.moxton.payments.simulator.wire.StripeIds;
import com.moxton.payments.simulator.wire.StripeJson;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event as it is kept.
 *
 * @param created seconds since 1970
 * @param json the document without its count of pending webhooks, which changes; kept as text, which takes a fraction of
 *     the memory of a tree
 * @param owner the account; null for the platform
 */
public record StripeEvent(
        String id,
        String type,
        long created,
        String json,
        @Nullable String owner) {

    private static final String OWNER = "simulator_owner";

    /**
     * @param object the snapshot
     * @param requestId null when no call caused it
     * @param owner the account; null for the platform
     * @param connected whether the platform is told of it, and so of whose it is
     */
    static StripeEvent of(
            String type,
            ObjectNode object,
            long created,
            String apiVersion,
            @Nullable String requestId,
            @Nullable String idempotencyKey,
            @Nullable String owner,
            boolean connected) {
        String id =
                StripeIds.next(type.startsWith("payment_intent.") || type.startsWith("charge.") ? "evt_3" : "evt_1");
        ObjectNode json = StripeJson.object();
        json.put("id", id);
        json.put("object", "event");
        if (connected) {
            json.put("account", owner);
        }
        json.put("api_version", apiVersion);
        json.put("created", created);
        json.putObject("data").set("object", object);
        json.put("livemode", object.path("livemode").asBoolean(false));
        json.put("pending_webhooks", 0);
        json.putObject("request").put("id", requestId).put("idempotency_key", idempotencyKey);
        json.put("type", type);
        return new StripeEvent(id, type, created, json.toString(), owner);
    }

    ObjectNode toMemory() {
        ObjectNode memory = StripeJson.parseObject(json);
        return owner == null ? memory : memory.put(OWNER, owner);
    }

    static StripeEvent fromMemory(ObjectNode json) {
        String owner = json.path(OWNER).stringValue(null);
        json.remove(OWNER);
        return new StripeEvent(
                json.path("id").asString(),
                json.path("type").asString(),
                json.path("created").asLong(),
                json.toString(),
                owner);
    }

    public boolean isOf(@Nullable String account) {
        return Objects.equals(owner, account);
    }

    public ObjectNode document(int pendingWebhooks) {
        return StripeJson.parseObject(json).put("pending_webhooks", pendingWebhooks);
    }
}
