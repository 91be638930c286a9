/** The merchant's account at the simulated Stripe: all objects, and the operations on them. */
@NullMarked
package com.moxton.payments.simulator.account;

import org.jspecify.annotations.NullMarked;
