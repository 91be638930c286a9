/**
 * {@code ops}: the operations API of a running worker from the command line, for scripts. Starts no Spring, and knows neither
 * database nor Kafka.
 */
@NullMarked
package com.moxton.payments.worker.cli;

import org.jspecify.annotations.NullMarked;
