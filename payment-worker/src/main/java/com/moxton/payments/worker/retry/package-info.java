/** How long to wait before something is tried again. */
@NullMarked
package com.moxton.payments.worker.retry;

import org.jspecify.annotations.NullMarked;
