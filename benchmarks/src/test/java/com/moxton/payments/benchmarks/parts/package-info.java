@NullMarked
package com.moxton.payments.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
