package com.moxton.payments.worker.enquiry;

import java.time.Instant;
import java.util.List;

/**
 * An order that needs a person.
 *
 * @param since when it came into review, as far as the payments' history knows; else when the order last changed
 * @param payments of the order, the newest first
 */
public record ReviewCase(OrderView order, Instant since, List<PaymentView> payments) {}
