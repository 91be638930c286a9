package com.moxton.payments.worker.enquiry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * All of one payment.
 *
 * @param order null when it is gone
 * @param metadata as it is at Stripe, masked
 * @param createdByRequest null when the row was rebuilt from an event that doesn't say
 * @param inDoubt two events of one second contradict each other, and Stripe is asked
 * @param lastObservedAt when Stripe last said what the row shows; null while it has said nothing
 * @param lastObservedBy the event's id, or {@code api:<request id>}
 * @param others of the same order, the newest first, 20 at the most
 */
public record PaymentDetail(
        PaymentView payment,
        @Nullable OrderView order,
        JsonNode metadata,
        @Nullable String createdByRequest,
        boolean inDoubt,
        @Nullable Instant lastObservedAt,
        @Nullable String lastObservedBy,
        long version,
        List<PaymentView> others) {}
