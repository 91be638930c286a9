package com.moxton.payments.worker.reconcile;

/** Another instance has moved the cursor meanwhile: this one was held up for longer than its lock lasts. */
final class OvertakenException extends RuntimeException {
    OvertakenException() {
        super("Another instance has moved the backfill's cursor");
    }
}
