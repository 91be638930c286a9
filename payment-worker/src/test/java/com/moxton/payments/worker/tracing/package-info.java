@NullMarked
package com.moxton.payments.worker.tracing;

import org.jspecify.annotations.NullMarked;
