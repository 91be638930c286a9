package com.moxton.payments.worker.payment;

/** What became of an observation. */
public enum ObservationOutcome {
    /** It counts: the payment shows it. */
    APPLIED,
    /** Something that counts more was known already. */
    SUPERSEDED,
    /** Ours by its metadata, but the row was missing and has been rebuilt. */
    ADOPTED,
    /** Not one of our intents. */
    FOREIGN,
    /** It names a payment or an order of ours, and is about an intent of another Stripe account: nothing was written. */
    OTHER_ACCOUNT,
    /** Ours, but its order doesn't exist: nothing was written. */
    ORPHANED
}
