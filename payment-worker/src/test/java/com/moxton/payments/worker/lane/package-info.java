@NullMarked
package com.moxton.payments.worker.lane;

import org.jspecify.annotations.NullMarked;
