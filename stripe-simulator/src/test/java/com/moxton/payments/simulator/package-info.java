@NullMarked
package com.moxton.payments.simulator;

import org.jspecify.annotations.NullMarked;
