/** Orders: shared with the storefront, which writes the rows; the worker moves their status by what their payments say. */
@NullMarked
package com.moxton.payments.worker.order;

import org.jspecify.annotations.NullMarked;
