package com.moxton.payments.worker.enquiry;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;

/** How long the calls of one operation took, and how they went. */
final class CallTimes {

    /** Stripe's own verdict: it was there and answered. */
    private static final Set<String> SERVED = Set.of("answered", "card_error", "invalid_request");

    private static final Set<String> WITHHELD = Set.of("breaker_open", "no_permit");

    private long[] micros = new long[16];
    private int calls;
    private int failed;
    private int withheld;

    void add(String outcome, long duration) {
        if (WITHHELD.contains(outcome)) {
            withheld++;
            return;
        }
        if (!SERVED.contains(outcome)) {
            failed++;
        }
        if (calls == micros.length) {
            micros = Arrays.copyOf(micros, calls * 2);
        }
        micros[calls++] = duration;
    }

    Overview.StripeCalls of(String operation) {
        Arrays.sort(micros, 0, calls);
        return new Overview.StripeCalls(operation, calls, failed, withheld, percentile(50), percentile(95));
    }

    /** The smallest value that so many per cent don't exceed; zero when there is none. */
    private Duration percentile(int percent) {
        int rank = Math.max(1, Math.ceilDiv(calls * percent, 100));
        return calls == 0 ? Duration.ZERO : Duration.ofNanos(micros[rank - 1] * 1_000);
    }
}
