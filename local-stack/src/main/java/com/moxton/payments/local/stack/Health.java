package com.moxton.payments.local.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Asks until it is told yes. */
final class Health implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_TIMEOUT).build();
    private final BooleanSupplier givenUp;

    /** @param givenUp whether waiting makes no sense any more */
    Health(BooleanSupplier givenUp) {
        this.givenUp = givenUp;
    }

    /**
     * Returns when the address answers 200, or when all is given up.
     *
     * @param part as a person knows it
     */
    void await(String part, URI address, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!isFine(address) && !givenUp.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new StartStoppedException(
                        part + " is not ready after " + timeout.toSeconds() + " s: see " + address);
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }

    private boolean isFine(URI address) throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(address).timeout(ANSWER_TIMEOUT).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
