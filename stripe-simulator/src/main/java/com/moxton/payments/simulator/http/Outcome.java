package com.moxton.payments.simulator.http;

/**
 * How a call ends.
 *
 * @param answer what is answered, or would be if the connection were not lost
 */
record Outcome(ApiAnswer answer, Fate fate) {

    /** What becomes of the connection. */
    enum Fate {
        ANSWER,
        DROP,
        HANG
    }

    static Outcome answered(ApiAnswer answer) {
        return new Outcome(answer, Fate.ANSWER);
    }
}
