package com.moxton.payments.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What lets a browser act on one PaymentIntent. A type of its own so that it can't end in a log line by way of some
 * record's {@code toString}. It is written to {@code payment.replies} and to the customer, and nowhere else.
 *
 * @see <a href="https://docs.stripe.com/api/payment_intents/object#payment_intent_object-client_secret">Stripe</a>
 */
public record ClientSecret(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ClientSecret {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A client secret is never blank");
        }
    }

    @Override
    public String toString() {
        return "ClientSecret[masked]";
    }
}
