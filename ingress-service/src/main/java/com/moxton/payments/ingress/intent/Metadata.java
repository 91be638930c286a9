package com.moxton.payments.ingress.intent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The storefront's own metadata, held to Stripe's limits: what Stripe would refuse later is refused now.
 *
 * @see <a href="https://docs.stripe.com/api/metadata">Stripe: metadata</a>
 */
final class Metadata {
    /** Ours, which every PaymentIntent of this system carries. */
    private static final Set<String> RESERVED = Set.of("order_id", "payment_id", "request_id");

    /** Stripe's fifty, less our own. */
    static final int MAX_ENTRIES = 50 - RESERVED.size();

    static final int MAX_KEY = 40;
    static final int MAX_VALUE = 500;

    private Metadata() {}

    /** The entries that are right; what is wrong is noted in the body. */
    static Map<String, String> of(RequestBody body, String member) {
        Set<Map.Entry<String, JsonNode>> entries = body.entries(member);
        if (entries.size() > MAX_ENTRIES) {
            body.reject(member, "may have at most %d entries: Stripe's 50, less our own".formatted(MAX_ENTRIES));
            return Map.of();
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        entries.forEach(entry -> {
            String key = entry.getKey();
            JsonNode value = entry.getValue();
            String path = member + "/" + RequestBody.echo(key);
            if (RESERVED.contains(key)) {
                body.reject(path, "is reserved");
            } else if (!validKey(key)) {
                body.reject(path, "must have a name of 1 to %d characters without brackets".formatted(MAX_KEY));
            } else if (!value.isString() || !validValue(value.stringValue())) {
                body.reject(path, "must be a string of 1 to %d characters, not blank".formatted(MAX_VALUE));
            } else {
                metadata.put(key, value.stringValue());
            }
        });
        return metadata;
    }

    private static boolean validKey(String key) {
        return !key.isBlank()
                && key.codePointCount(0, key.length()) <= MAX_KEY
                && key.indexOf('[') < 0
                && key.indexOf(']') < 0
                && RequestBody.wellFormed(key);
    }

    /** Stripe takes an empty value for the wish to remove the entry. */
    private static boolean validValue(String value) {
        return !value.isBlank()
                && value.codePointCount(0, value.length()) <= MAX_VALUE
                && RequestBody.wellFormed(value);
    }
}
