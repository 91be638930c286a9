@NullMarked
package com.moxton.payments.resilience.check;

import org.jspecify.annotations.NullMarked;
