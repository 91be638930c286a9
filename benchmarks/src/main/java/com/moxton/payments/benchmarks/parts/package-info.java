/** Real processes to measure: broker, database, Stripe simulator, the services' jars; each with its CPU seconds. */
@NullMarked
package com.moxton.payments.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
