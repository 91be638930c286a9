/** Spans that run through both services and over Kafka. Everything in here does nothing while no endpoint is set. */
@NullMarked
package com.moxton.payments.tracing;

import org.jspecify.annotations.NullMarked;
