@NullMarked
package com.moxton.payments.local.stack.storefront;

import org.jspecify.annotations.NullMarked;
