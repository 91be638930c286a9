package com.moxton.payments.worker.startup;

/** The worker can't start for a reason outside of itself. Its message is the one line that the start ends with. */
public final class StartException extends RuntimeException {
    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
