package com.moxton.payments.worker.order;

import java.util.Locale;

/** {@code orders.status}. See {@link OrderStanding} for how payments move it. */
public enum OrderStatus {
    PENDING,
    /** The newest open payment's last attempt failed; the customer may try again. */
    PAYMENT_FAILED,
    CANCELED,
    /** The order's money has arrived: never unpaid again. */
    PAID,
    /** Money has arrived, but not as ordered: a person decides. */
    REVIEW;

    /** As in the table and in updates: {@code payment_failed}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException when the storefront wrote something else
     */
    public static OrderStatus fromWire(String name) {
        for (OrderStatus status : values()) {
            if (status.wireName().equals(name)) {
                return status;
            }
        }
        throw new IllegalArgumentException("Not a status of an order");
    }
}
