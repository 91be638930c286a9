/**
 * Stripe's PaymentIntents as the worker needs them. {@link com.moxton.payments.worker.stripe.StripeJavaGateway} is the only
 * class family that knows stripe-java; outside this package nobody sees its types, its JSON or its smallest units.
 */
@NullMarked
package com.moxton.payments.worker.stripe;

import org.jspecify.annotations.NullMarked;
