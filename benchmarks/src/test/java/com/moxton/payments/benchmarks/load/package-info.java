@NullMarked
package com.moxton.payments.benchmarks.load;

import org.jspecify.annotations.NullMarked;
