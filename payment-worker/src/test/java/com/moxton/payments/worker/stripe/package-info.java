@NullMarked
package com.moxton.payments.worker.stripe;

import org.jspecify.annotations.NullMarked;
