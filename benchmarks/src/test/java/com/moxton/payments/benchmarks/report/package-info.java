@NullMarked
package com.moxton.payments.benchmarks.report;

import org.jspecify.annotations.NullMarked;
