/**
 * What is asked for through {@code payment.requests}, and its answers on {@code payment.replies}.
 *
 * <p>Each request is worked off in the same shape: one transaction decides what is to be done and writes it down; Stripe
 * is called outside of any transaction; one transaction enters the answer. Then what changed is published, then the
 * reply, and only then is the record done. A crash after any step repeats the request from its beginning: the rows say
 * how far it came, and the idempotency key makes Stripe's part happen once.
 */
@NullMarked
package com.moxton.payments.worker.request;

import org.jspecify.annotations.NullMarked;
