/** What came of it: results as JSON, tables and plots for people. */
@NullMarked
package com.moxton.payments.benchmarks.report;

import org.jspecify.annotations.NullMarked;
