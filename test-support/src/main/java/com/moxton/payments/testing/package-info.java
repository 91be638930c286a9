/**
 * The real servers that integration tests run on: see {@link com.moxton.payments.testing.TestServers}. The lane is chosen
 * by {@code -Dpayments.infra=embedded|containers|external}.
 */
@NullMarked
package com.moxton.payments.testing;

import org.jspecify.annotations.NullMarked;
