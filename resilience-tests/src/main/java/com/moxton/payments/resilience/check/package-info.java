/** What must be true when all is quiet again, whatever has happened. */
@NullMarked
package com.moxton.payments.resilience.check;

import org.jspecify.annotations.NullMarked;
