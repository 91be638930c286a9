package com.moxton.payments.simulator.intent;

import com.moxton.payments.simulator.wire.StripeRefusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of a charge with a payment method. */
public sealed interface Behavior {

    record Pays() implements Behavior {}

    /**
     * @param declineCode the issuer's reason; null where Stripe gives none beside the code
     * @see <a href="https://docs.stripe.com/declines/codes">Decline codes</a>
     */
    record Declines(String code, @Nullable String declineCode, String message) implements Behavior {

        ObjectNode error() {
            ObjectNode error = StripeRefusal.body("card_error", code, null, message);
            error.put("advice_code", declineCode == null ? "confirm_card_data" : "try_again_later");
            if (declineCode != null) {
                error.put("decline_code", declineCode);
            }
            return error;
        }
    }

    /** The customer has to prove who they are first. */
    record Authenticates(Behavior then) implements Behavior {}

    /** The bank takes its time: {@code processing} until it has decided. */
    record Settles(Behavior then) implements Behavior {}
}
