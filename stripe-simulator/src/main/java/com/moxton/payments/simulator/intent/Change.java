package com.moxton.payments.simulator.intent;

import com.moxton.payments.simulator.wire.StripeRefusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a call did: the intent as it is now, what Stripe tells the world about it, and the error that the caller gets all
 * the same (a declined card changes the intent and is an error).
 */
public record Change(
        PaymentIntent intent,
        List<Happening> happenings,
        @Nullable StripeRefusal refusal) {

    /**
     * An event to be.
     *
     * @param object the snapshot of that moment
     */
    public record Happening(String type, ObjectNode object) {}
}
