/** How Stripe writes things down: JSON, ids, form fields, errors and the clock they are dated by. */
@NullMarked
package com.moxton.payments.simulator.wire;

import org.jspecify.annotations.NullMarked;
