/** Where the simulator remembers everything over a restart. */
@NullMarked
package com.moxton.payments.simulator.journal;

import org.jspecify.annotations.NullMarked;
