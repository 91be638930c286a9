package com.moxton.payments.worker.request;

import org.jspecify.annotations.Nullable;

/** What the journal says when a request begins, or begins again. */
sealed interface Claim {

    /** It is to be worked off. */
    record Open(StoredRequest entry) implements Claim {}

    /**
     * It has its answer.
     *
     * @param replayedFrom the first request under the same Idempotency-Key, whose answer this is; null when it is the
     *     request's own
     */
    record Answered(Outcome outcome, @Nullable String replayedFrom) implements Claim {}

    /** It has been answered, and is read from the log once more: there is nothing left to do. */
    record Replied() implements Claim {}

    /** Its Idempotency-Key was used for something else. */
    record KeyReused() implements Claim {}
}
