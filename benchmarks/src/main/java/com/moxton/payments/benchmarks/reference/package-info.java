/** Servers that ingress is compared with. */
@NullMarked
package com.moxton.payments.benchmarks.reference;

import org.jspecify.annotations.NullMarked;
