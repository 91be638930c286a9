package com.moxton.payments.worker.lane;

/** The record itself is fine; something it needs isn't there right now. It is tried again for as long as that takes. */
public class MayHealException extends RuntimeException {
    public MayHealException(String message, Throwable cause) {
        super(message, cause);
    }
}
