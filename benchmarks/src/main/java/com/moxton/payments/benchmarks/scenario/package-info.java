/** The scenarios. */
@NullMarked
package com.moxton.payments.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
