/** create-intent, confirm and reading a payment: a request goes out to payment-worker, its reply comes back. */
@NullMarked
package com.moxton.payments.ingress.intent;

import org.jspecify.annotations.NullMarked;
