@NullMarked
package com.moxton.payments.worker.consume;

import org.jspecify.annotations.NullMarked;
