@NullMarked
package com.moxton.payments.worker.replay;

import org.jspecify.annotations.NullMarked;
