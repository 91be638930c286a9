/** The one place where errors become {@code application/problem+json}. */
@NullMarked
package com.moxton.payments.ingress.problem;

import org.jspecify.annotations.NullMarked;
