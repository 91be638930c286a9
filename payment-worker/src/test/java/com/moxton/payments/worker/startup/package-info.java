@NullMarked
package com.moxton.payments.worker.startup;

import org.jspecify.annotations.NullMarked;
