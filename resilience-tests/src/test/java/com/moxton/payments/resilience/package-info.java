@NullMarked
package com.moxton.payments.resilience;

import org.jspecify.annotations.NullMarked;
