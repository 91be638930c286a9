/** From {@code stripe.events} to the rows, and what can't get there to the dead letters. */
@NullMarked
package com.moxton.payments.worker.consume;

import org.jspecify.annotations.NullMarked;
