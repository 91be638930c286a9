/** Load on them: events as Stripe would sign and send them, at a constant rate or as fast as they are taken. */
@NullMarked
package com.moxton.payments.benchmarks.load;

import org.jspecify.annotations.NullMarked;
