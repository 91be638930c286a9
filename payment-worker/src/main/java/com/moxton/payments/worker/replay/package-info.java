/**
 * Reading the log again. A replay chooses records and either rehearses what they would do (dry run) or publishes them once
 * more (run); an audit compares the rows with what the log says. Rows are never changed here: the consumer of
 * {@code stripe.events} does that, by the same code as ever.
 */
@NullMarked
package com.moxton.payments.worker.replay;

import org.jspecify.annotations.NullMarked;
