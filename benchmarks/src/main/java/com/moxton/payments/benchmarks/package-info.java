/** What each figure of docs/benchmarks.md is measured by: one {@link com.moxton.payments.benchmarks.Scenario} for each group of them. */
@NullMarked
package com.moxton.payments.benchmarks;

import org.jspecify.annotations.NullMarked;
