package com.moxton.payments.worker.enquiry;

import com.moxton.payments.worker.inbox.LogPosition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All of one event.
 *
 * @param event null while it is parked only
 * @param parked null when it doesn't wait for its order
 * @param paymentId of its intent; null when that is not ours
 * @param replays the newest first, 100 at the most
 * @param changes what it changed, in order
 */
public record EventDetail(
        String eventId,
        @Nullable EventView event,
        @Nullable Parked parked,
        @Nullable String paymentId,
        List<Replay> replays,
        List<Change> changes) {

    /** Its order isn't there (yet); it is tried again. */
    public record Parked(
            LogPosition position, String reason, int attempts, Instant firstFailedAt, Instant nextAttemptAt) {}

    /** What became of it in a replay. */
    public record Replay(String replayId, String outcome, Instant at, LogPosition position) {}

    /** A change of a payment. */
    public record Change(
            String paymentId, long version, @Nullable String from, String to, String orderStatus, Instant at) {}

    /** Where its body lies. */
    LogPosition position() {
        if (event != null) {
            return event.position();
        }
        if (parked != null) {
            return parked.position();
        }
        throw new IllegalStateException("An event is processed or parked");
    }
}
