/** Spans of the requests that are answered here. Off unless {@code OTLP_TRACES_ENDPOINT} is set. */
@NullMarked
package com.moxton.payments.ingress.tracing;

import org.jspecify.annotations.NullMarked;
