@NullMarked
package com.moxton.payments.worker.deadletter;

import org.jspecify.annotations.NullMarked;
