/**
 * Starts the whole system on one machine: {@link com.moxton.payments.local.stack.LocalStack}. Not for production.
 */
@NullMarked
package com.moxton.payments.local.stack;

import org.jspecify.annotations.NullMarked;
