@NullMarked
package com.moxton.payments.worker.order;

import org.jspecify.annotations.NullMarked;
