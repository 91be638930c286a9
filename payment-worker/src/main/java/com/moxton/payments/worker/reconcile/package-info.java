/**
 * Looks after what nobody told us: events whose webhooks never arrived, and payments that have been silent for too long.
 * It acts by publishing records alone; the rows are changed by whoever consumes them.
 */
@NullMarked
package com.moxton.payments.worker.reconcile;

import org.jspecify.annotations.NullMarked;
