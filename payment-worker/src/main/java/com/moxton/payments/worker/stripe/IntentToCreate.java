package com.moxton.payments.worker.stripe;

import com.moxton.payments.events.Money;
import java.util.Map;

/**
 * @param idempotencyKey under which Stripe creates one intent only
 * @param metadata ours and the storefront's; the same for the same key, or Stripe refuses
 */
public record IntentToCreate(String idempotencyKey, Money amount, Map<String, String> metadata) {
    public IntentToCreate {
        metadata = Map.copyOf(metadata);
    }
}
