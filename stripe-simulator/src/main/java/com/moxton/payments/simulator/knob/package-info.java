/** How the simulator is made to misbehave: slow, broken, forgetful, out of order. */
@NullMarked
package com.moxton.payments.simulator.knob;

import org.jspecify.annotations.NullMarked;
