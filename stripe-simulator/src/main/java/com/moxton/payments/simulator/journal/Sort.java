package com.moxton.payments.simulator.journal;

/** The sorts of objects that are remembered, each under its own ids. */
public enum Sort {
    OWNER,
    INTENT,
    METHOD,
    CHARGE,
    EVENT,
    DELIVERY,
    IDEMPOTENCY_KEY
}
