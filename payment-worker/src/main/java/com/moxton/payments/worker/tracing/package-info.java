/** Spans of what is worked off here. Off unless {@code OTLP_TRACES_ENDPOINT} is set. */
@NullMarked
package com.moxton.payments.worker.tracing;

import org.jspecify.annotations.NullMarked;
