@NullMarked
package com.moxton.payments.worker.retry;

import org.jspecify.annotations.NullMarked;
