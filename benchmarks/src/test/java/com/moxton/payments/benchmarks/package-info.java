@NullMarked
package com.moxton.payments.benchmarks;

import org.jspecify.annotations.NullMarked;
