/** Microbenchmarks of the hot, pure pieces. Those of package-private ones lie in the packages of what they measure. */
@NullMarked
package com.moxton.payments.benchmarks.pieces;

import org.jspecify.annotations.NullMarked;
