@NullMarked
package com.moxton.payments.tracing;

import org.jspecify.annotations.NullMarked;
