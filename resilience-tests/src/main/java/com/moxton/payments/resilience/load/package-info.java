/** Customers: a steady load of orders through their whole life. */
@NullMarked
package com.moxton.payments.resilience.load;

import org.jspecify.annotations.NullMarked;
