package com.moxton.payments.events.settings;

/** A file that should hold a secret doesn't. The message is one line that names the setting, never the value. */
public final class InvalidSecretFileException extends RuntimeException {

    InvalidSecretFileException(String message) {
        super(message);
    }

    InvalidSecretFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
