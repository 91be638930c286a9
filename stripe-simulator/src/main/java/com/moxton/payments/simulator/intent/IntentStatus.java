package com.moxton.payments.simulator.intent;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** @see <a href="https://docs.stripe.com/payments/paymentintents/lifecycle">The life cycle</a> */
public enum IntentStatus {
    REQUIRES_PAYMENT_METHOD,
    REQUIRES_CONFIRMATION,
    REQUIRES_ACTION,
    PROCESSING,
    REQUIRES_CAPTURE,
    SUCCEEDED,
    CANCELED;

    static final Set<IntentStatus> CONFIRMABLE =
            EnumSet.of(REQUIRES_PAYMENT_METHOD, REQUIRES_CONFIRMATION, REQUIRES_ACTION);
    static final Set<IntentStatus> UPDATABLE = CONFIRMABLE;
    static final Set<IntentStatus> CANCELABLE =
            EnumSet.of(REQUIRES_PAYMENT_METHOD, REQUIRES_CAPTURE, REQUIRES_CONFIRMATION, REQUIRES_ACTION, PROCESSING);

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static IntentStatus of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    static String list(Set<IntentStatus> statuses) {
        return statuses.stream().map(IntentStatus::wireName).collect(Collectors.joining(", "));
    }
}
