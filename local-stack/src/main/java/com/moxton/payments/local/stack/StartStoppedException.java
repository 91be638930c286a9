package com.moxton.payments.local.stack;

/** The stack can't start, and the message is all that the person at the terminal needs. */
class StartStoppedException extends RuntimeException {
    StartStoppedException(String message) {
        super(message);
    }
}
