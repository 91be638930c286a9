package com.moxton.payments.ingress.intent;

import java.util.regex.Pattern;

/** The shapes of ids that callers name. */
final class Ids {
    /** {@code orders.id}: no spaces, since MySQL takes {@code 'a '} and {@code 'a'} for one id and Kafka for two keys. */
    static final Pattern ORDER = Pattern.compile("[\\x21-\\x7E]{1,64}");

    static final String ORDER_EXPECTATION = "a string of 1 to 64 visible ASCII characters";

    /** Not its client secret, which begins with it: an id goes into keys of records, log lines and traces. */
    static final Pattern INTENT = Pattern.compile("pi_(?!\\w*_secret_)[A-Za-z0-9_]{1,252}");

    static final String INTENT_EXPECTATION = "a PaymentIntent id (pi_…)";

    /** {@code pm_…}; Stripe takes the older {@code card_…} and {@code src_…} as well. */
    static final Pattern PAYMENT_METHOD = Pattern.compile("[A-Za-z]{1,20}_[A-Za-z0-9_]{1,200}");

    static final String PAYMENT_METHOD_EXPECTATION = "a PaymentMethod id (pm_…)";

    private Ids() {}
}
