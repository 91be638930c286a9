package com.moxton.payments.worker.order;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why an order's money needs a person. */
public enum ReviewReason {
    /** More or less arrived than the order costs. */
    AMOUNT_DIFFERS,
    CURRENCY_DIFFERS,
    /** Two payments of the order succeeded. */
    PAID_TWICE,
    /** It counted as paid by an event that was misread, and no money has arrived. */
    NO_MONEY;

    /** Null for whatever a person has written there instead. */
    static @Nullable ReviewReason fromWire(@Nullable String name) {
        for (ReviewReason reason : values()) {
            if (reason.wireName().equals(name)) {
                return reason;
            }
        }
        return null;
    }

    /** As in {@code orders.review_reason}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
