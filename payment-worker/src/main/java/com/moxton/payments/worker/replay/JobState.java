package com.moxton.payments.worker.replay;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Where a job stands.
 *
 * <pre>
 * queued ──► running ──► settling ──► completed
 *   ▲ │        │ │
 *   │ └─► paused │        from queued, running, paused and failed: canceled
 *   └────────┴─► failed   from paused and failed: queued again
 * </pre>
 */
public enum JobState {
    /** Waits for an instance to take it up. */
    QUEUED,
    RUNNING,
    PAUSED,
    /** Of a run: all is published, and the consumer hasn't come to the last of it. */
    SETTLING,
    COMPLETED,
    CANCELED,
    /** It met what time won't heal; {@code problem} says what. It can be resumed where it stopped. */
    FAILED;

    /** What an operator may do. */
    public enum Act {
        PAUSE(PAUSED, EnumSet.of(QUEUED, RUNNING)),
        RESUME(QUEUED, EnumSet.of(PAUSED, FAILED)),
        CANCEL(CANCELED, EnumSet.of(QUEUED, RUNNING, PAUSED, FAILED));

        private final JobState to;
        private final Set<JobState> from;

        Act(JobState to, Set<JobState> from) {
            this.to = to;
            this.from = from;
        }

        public JobState to() {
            return to;
        }

        /** The states in which it may be done. */
        public Set<JobState> from() {
            return Set.copyOf(from);
        }
    }

    /** {@code running}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static JobState fromWire(String name) {
        for (JobState state : values()) {
            if (state.wireName().equals(name)) {
                return state;
            }
        }
        throw new IllegalArgumentException("Not a state of a job");
    }

    /** Somebody is to be at it. */
    public boolean isActive() {
        return this == QUEUED || this == RUNNING || this == SETTLING;
    }

    /** Nothing will happen to it any more. */
    public boolean isEnd() {
        return this == COMPLETED || this == CANCELED;
    }
}
