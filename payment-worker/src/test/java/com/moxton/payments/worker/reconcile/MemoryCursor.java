package com.moxton.payments.worker.reconcile;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

final class MemoryCursor implements BackfillCursor {

    private State state = State.BLANK;

    @Override
    public State read() {
        return state;
    }

    @Override
    public void begin(Instant at) {
        state = new State(state.coveredUntil(), at, state.lastCompletedAt(), state.lastSeen(), state.lastRescued());
    }

    @Override
    public boolean advance(@Nullable Instant expected, Instant to) {
        if (!Objects.equals(state.coveredUntil(), expected)) {
            return false;
        }
        state = new State(to, state.lastRunAt(), state.lastCompletedAt(), state.lastSeen(), state.lastRescued());
        return true;
    }

    @Override
    public void complete(Instant at, long seen, long rescued) {
        state = new State(state.coveredUntil(), state.lastRunAt(), at, seen, rescued);
    }
}
