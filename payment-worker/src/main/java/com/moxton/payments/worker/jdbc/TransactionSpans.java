package com.moxton.payments.worker.jdbc;

import com.moxton.payments.tracing.TraceSpan;
import java.time.Instant;

/**
 * A span for each transaction from its beginning to its commit, and none for its statements: those are few, known and
 * quick, and what takes long is a lock or the commit.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/db/sql/">Semantic conventions for SQL</a>
 */
final class TransactionSpans {
    private static final String NAME = "transaction mysql";
    private static final String MEMBERS = "payments.transaction.members";

    private TransactionSpans() {}

    /** Of this thread's request alone; {@link TraceSpan#NONE} when it is at none. */
    static TraceSpan begin() {
        return described(TraceSpan.call(NAME));
    }

    /**
     * A transaction for several requests, each of which belongs to another trace.
     *
     * @param span in the trace of who did the work
     */
    record Shared(TraceSpan span, Instant began, int members) {

        static Shared begin(int members) {
            return new Shared(TransactionSpans.begin().set(MEMBERS, members), Instant.now(), members);
        }

        /**
         * The same transaction in the trace of another request that had a part in it. A span in each trace, linked with
         * that of who did the work, rather than one alone with links: then every request's trace is complete.
         */
        void alsoHere() {
            try (TraceSpan mine = TraceSpan.callSince(NAME, began)) {
                described(mine).set(MEMBERS, members).link(span);
            }
        }
    }

    private static TraceSpan described(TraceSpan span) {
        return span.set("db.system.name", "mysql").set("db.operation.name", "transaction");
    }
}
