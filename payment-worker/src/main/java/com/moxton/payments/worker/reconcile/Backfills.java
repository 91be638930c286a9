package com.moxton.payments.worker.reconcile;

import com.moxton.payments.worker.reconcile.BackfillCursor.State;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The backfills of all Stripe accounts: each account has its own list of events, and its own cursor.
 *
 * @param each never empty
 */
record Backfills(List<Backfill> each) {

    Backfills {
        each = List.copyOf(each);
        if (each.isEmpty()) {
            throw new IllegalArgumentException("There is no account to follow");
        }
    }

    /**
     * Where all of them have come to: an account that lags, for its key is refused perhaps, holds the whole back. One that
     * was never done doesn't: it has no time yet.
     */
    State state() {
        return combined(each.stream().map(backfill -> backfill.cursor().read()).toList());
    }

    static State combined(Collection<State> states) {
        return new State(
                earliest(states, State::coveredUntil),
                earliest(states, State::lastRunAt),
                earliest(states, State::lastCompletedAt),
                states.stream().mapToLong(State::lastSeen).sum(),
                states.stream().mapToLong(State::lastRescued).sum());
    }

    private static @Nullable Instant earliest(Collection<State> states, Function<State, @Nullable Instant> time) {
        return earliest(states.stream().map(time));
    }

    static @Nullable Instant earliest(Stream<@Nullable Instant> times) {
        return times.filter(Objects::nonNull).min(Comparator.naturalOrder()).orElse(null);
    }
}
