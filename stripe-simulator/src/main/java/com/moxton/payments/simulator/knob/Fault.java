package com.moxton.payments.simulator.knob;

/** One way in which a call goes wrong. */
public sealed interface Fault {

    /** Answered with this status. 500 is remembered by an idempotency key, the others aren't. */
    record Fails(int status) implements Fault {}

    /** The connection is lost before anything was done. */
    record DropsBefore() implements Fault {}

    /** It is done, and the connection is lost before the answer. */
    record DropsAfter() implements Fault {}

    /** It is done, and never answered. */
    record Hangs() implements Fault {}
}
