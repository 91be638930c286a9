@NullMarked
package com.moxton.payments.simulator.intent;

import org.jspecify.annotations.NullMarked;
