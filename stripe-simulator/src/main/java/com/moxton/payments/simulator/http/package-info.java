/** Stripe's API over HTTP: keys, idempotency, routes and the knobs' own addresses. */
@NullMarked
package com.moxton.payments.simulator.http;

import org.jspecify.annotations.NullMarked;
