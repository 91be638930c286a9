/**
 * The heart: what a payment is, how what is known of it grows, and its rows. Everything but the {@code Jdbc…} classes is
 * plain Java.
 */
@NullMarked
package com.moxton.payments.worker.payment;

import org.jspecify.annotations.NullMarked;
