package com.moxton.payments.ingress.kafka;

/**
 * Kafka did not acknowledge a record in time. The record may have been stored all the same: whoever repeats it relies on
 * its id to be harmless.
 */
public final class NotAcknowledgedException extends RuntimeException {
    NotAcknowledgedException(String reason, Throwable cause) {
        super(reason, cause);
    }

    NotAcknowledgedException(String reason) {
        super(reason);
    }
}
