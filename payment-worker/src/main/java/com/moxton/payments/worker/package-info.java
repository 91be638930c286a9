/** payment-worker: consumes events and requests, calls Stripe, and owns every row. */
@NullMarked
package com.moxton.payments.worker;

import org.jspecify.annotations.NullMarked;
