@NullMarked
package com.moxton.payments.worker.console;

import org.jspecify.annotations.NullMarked;
