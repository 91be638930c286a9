/** The life of a PaymentIntent as Stripe tells it: pure functions from a document to the next and to its events. */
@NullMarked
package com.moxton.payments.simulator.intent;

import org.jspecify.annotations.NullMarked;
