@NullMarked
package com.moxton.payments.worker.reconcile;

import org.jspecify.annotations.NullMarked;
