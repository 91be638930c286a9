@NullMarked
package com.moxton.payments.worker.payment;

import org.jspecify.annotations.NullMarked;
