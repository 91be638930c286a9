/** What one instance at a time may do. */
@NullMarked
package com.moxton.payments.worker.lock;

import org.jspecify.annotations.NullMarked;
