/** Faults on real processes under load, and a checker of invariants. */
@NullMarked
package com.moxton.payments.resilience;

import org.jspecify.annotations.NullMarked;
