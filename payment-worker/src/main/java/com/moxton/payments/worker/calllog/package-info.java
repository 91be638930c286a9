/**
 * The rows of {@code stripe_calls}: which calls were made to Stripe, and what became of them. For people who look into a
 * payment; nothing is decided by them, and the last moments before a crash may be missing.
 */
@NullMarked
package com.moxton.payments.worker.calllog;

import org.jspecify.annotations.NullMarked;
