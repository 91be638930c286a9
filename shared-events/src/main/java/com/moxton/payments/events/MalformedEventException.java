package com.moxton.payments.events;

/** Bytes that are not what their topic promises. Never worth a retry: such a record is a dead letter. */
public class MalformedEventException extends RuntimeException {
    public MalformedEventException(String message) {
        super(message);
    }
}
