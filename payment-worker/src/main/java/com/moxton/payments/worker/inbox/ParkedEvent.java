package com.moxton.payments.worker.inbox;

import java.time.Instant;

/**
 * An event that had no effect yet because its order isn't there.
 *
 * @param attempts how often it was tried, the first time included
 */
public record ParkedEvent(
        String eventId, LogPosition position, int attempts, Instant firstFailedAt, Instant nextAttemptAt) {}
