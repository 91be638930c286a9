/**
 * A stand-in for Stripe's PaymentIntents over real HTTP: a client can't tell the difference in what it covers, and a test
 * can make it as slow, broken and unordered as Stripe is on its worst day.
 */
@NullMarked
package com.moxton.payments.simulator;

import org.jspecify.annotations.NullMarked;
