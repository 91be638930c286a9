@NullMarked
package com.moxton.payments.resilience.parts;

import org.jspecify.annotations.NullMarked;
