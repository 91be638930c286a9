package com.moxton.payments.events;

import java.time.Duration;

/**
 * The topics of the system. Names, keys and meaning are a contract with programs outside this repository; how long a
 * topic is kept is its default here and a setting of the service that creates it.
 */
public enum Topic {
    /** Raw Stripe events, byte for byte as they were signed. Key: PaymentIntent id, else the id of the event's object. */
    STRIPE_EVENTS("stripe.events", Duration.ofDays(30)),
    /** {@link PaymentRequest} as JSON. Key: order id where the request names one, else the PaymentIntent id. */
    PAYMENT_REQUESTS("payment.requests", Duration.ofDays(7)),
    /** {@link PaymentReply} as JSON. Key: request id. Kept briefly, because replies carry client secrets. */
    PAYMENT_REPLIES("payment.replies", Duration.ofMinutes(15)),
    /** {@link PaymentUpdate} as JSON. Key: payment id. */
    PAYMENT_UPDATES("payment.updates", Duration.ofDays(7)),
    /** Stripe events that could not be processed, with the reason in their headers. */
    STRIPE_EVENTS_DLT("stripe.events.dlt", Duration.ofDays(30)),
    /** Requests that could not be processed, with the reason in their headers. */
    PAYMENT_REQUESTS_DLT("payment.requests.dlt", Duration.ofDays(30));

    private final String topicName;
    private final Duration retention;

    Topic(String topicName, Duration retention) {
        this.topicName = topicName;
        this.retention = retention;
    }

    /** The name on the broker. */
    public String topicName() {
        return topicName;
    }

    /** How long the broker keeps a record unless a setting says otherwise. */
    public Duration retention() {
        return retention;
    }
}
