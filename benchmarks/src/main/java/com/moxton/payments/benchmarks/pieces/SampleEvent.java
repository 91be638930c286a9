package com.moxton.payments.benchmarks.pieces;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** An event as Stripe sends it, a little over 2 KB: {@code payment_intent.succeeded}. */
public final class SampleEvent {

    private SampleEvent() {}

    public static byte[] body() {
        try (InputStream event =
                Objects.requireNonNull(SampleEvent.class.getResourceAsStream("/events/succeeded.json"))) {
            return event.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
