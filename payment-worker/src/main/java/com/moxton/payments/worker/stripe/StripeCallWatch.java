package com.moxton.payments.worker.stripe;

/** Is told of every call to Stripe. */
public interface StripeCallWatch {

    /** Runs on the caller's thread, while a customer waits: must neither block nor throw. */
    void made(StripeCall call);
}
