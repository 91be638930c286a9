package com.moxton.payments.worker.payment;

import java.util.Locale;

/**
 * The life cycle of a payment. Between the two states of our own (the row is written before Stripe is called, and Stripe
 * may refuse) lie Stripe's.
 *
 * <table>
 *   <caption>Which state stands when two observations disagree</caption>
 *   <tr><th>finality</th><th>states</th><th>rule</th></tr>
 *   <tr><td>{@link Finality#UNSEEN}</td><td>requested, failed</td><td>anything Stripe says counts more</td></tr>
 *   <tr><td>{@link Finality#OPEN}</td><td>by rank, as they are written here</td><td>the later second, then the rank</td></tr>
 *   <tr><td>{@link Finality#CANCELED}</td><td>canceled</td><td>absorbs every open state</td></tr>
 *   <tr><td>{@link Finality#SUCCEEDED}</td><td>succeeded</td><td>absorbs all: money that arrived is never forgotten</td></tr>
 * </table>
 *
 * @see <a href="https://docs.stripe.com/payments/paymentintents/lifecycle">Stripe: the PaymentIntent's life cycle</a>
 */
public enum PaymentStatus {
    /** The row is written; Stripe has not answered yet. */
    REQUESTED(Finality.UNSEEN),
    /** Stripe refused to create the intent. An event of it may still turn up, and then counts. */
    FAILED(Finality.UNSEEN),
    /** Also where a declined intent returns to. */
    REQUIRES_PAYMENT_METHOD(Finality.OPEN),
    REQUIRES_CONFIRMATION(Finality.OPEN),
    REQUIRES_ACTION(Finality.OPEN),
    PROCESSING(Finality.OPEN),
    /** Authorized, not captured: the money is held and has not moved. */
    REQUIRES_CAPTURE(Finality.OPEN),
    CANCELED(Finality.CANCELED),
    SUCCEEDED(Finality.SUCCEEDED);

    /** In ascending order: the higher one stands, whatever the clock says. */
    enum Finality {
        UNSEEN,
        OPEN,
        CANCELED,
        SUCCEEDED
    }

    private final Finality finality;

    PaymentStatus(Finality finality) {
        this.finality = finality;
    }

    /** As in {@code payments.status}, in Stripe's objects and in updates: {@code requires_action}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException when this version doesn't know the name
     */
    public static PaymentStatus fromWire(String name) {
        for (PaymentStatus status : values()) {
            if (status.wireName().equals(name)) {
                return status;
            }
        }
        throw new IllegalArgumentException("Not a status of a payment");
    }

    /**
     * The status that a PaymentIntent bears.
     *
     * @throws IllegalArgumentException when it is none of Stripe's that this version knows
     */
    public static PaymentStatus fromStripe(String name) {
        PaymentStatus status = fromWire(name);
        if (status.finality == Finality.UNSEEN) {
            throw new IllegalArgumentException("Not a status of a PaymentIntent");
        }
        return status;
    }

    /** Nothing can happen to the payment any more: succeeded or canceled. */
    public boolean isFinal() {
        return finality.compareTo(Finality.OPEN) > 0;
    }

    /** The customer can still pay with it. An order has one such payment at a time. */
    public boolean isOpen() {
        return this == REQUESTED || finality == Finality.OPEN;
    }

    /** How far the payment has come; decides between two open states of the same second. */
    public int rank() {
        return ordinal();
    }

    Finality finality() {
        return finality;
    }
}
