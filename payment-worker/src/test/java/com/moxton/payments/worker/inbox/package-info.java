@NullMarked
package com.moxton.payments.worker.inbox;

import org.jspecify.annotations.NullMarked;
