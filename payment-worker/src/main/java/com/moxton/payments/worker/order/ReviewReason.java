package com.moxton.payments.worker.order;

import java.util.Locale;

/** Why an order's money needs a person. */
public enum ReviewReason {
    /** More or less arrived than the order costs. */
    AMOUNT_DIFFERS,
    CURRENCY_DIFFERS,
    /** Two payments of the order succeeded. */
    PAID_TWICE;

    /** As in {@code orders.review_reason}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
