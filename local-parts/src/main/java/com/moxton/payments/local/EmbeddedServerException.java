package com.moxton.payments.local;

import org.jspecify.annotations.Nullable;

/** An embedded server could not be started. The message says what it said last. */
public class EmbeddedServerException extends RuntimeException {
    public EmbeddedServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
