/** The demo storefront: a page and its little API. What a real storefront would do, with nothing more than our contract. */
@NullMarked
package com.moxton.payments.local.stack.storefront;

import org.jspecify.annotations.NullMarked;
