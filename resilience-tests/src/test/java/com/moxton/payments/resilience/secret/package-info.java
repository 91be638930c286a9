@NullMarked
package com.moxton.payments.resilience.secret;

import org.jspecify.annotations.NullMarked;
