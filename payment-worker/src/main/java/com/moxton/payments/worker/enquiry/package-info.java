/**
 * What operators want to know: payments and what happened to them, events, orders in review, and how things are at this
 * moment. Reads only, in pieces of bounded size that an index serves; {@link
 * com.moxton.payments.worker.enquiry.PaymentRefresh} alone acts, by publishing a request.
 */
@NullMarked
package com.moxton.payments.worker.enquiry;

import org.jspecify.annotations.NullMarked;
