package com.moxton.payments.worker.startup;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries until it works or the time is up, and says what it waits for. */
final class Patience {

    private static final Logger log = LoggerFactory.getLogger(Patience.class);

    private Patience() {}

    interface Attempt {
        void make() throws Exception;
    }

    /**
     * @throws StartException when the time is up
     */
    static void waitFor(String what, Duration timeout, Duration pause, Attempt attempt) {
        long deadline = System.nanoTime() + timeout.toNanos();
        for (int number = 1; ; number++) {
            try {
                attempt.make();
                if (number > 1) {
                    log.atInfo().addKeyValue("attempt", number).log("{} is there", what);
                }
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StartException("interrupted while waiting for " + what, e);
            } catch (Exception e) {
                String cause = rootOf(e);
                if (System.nanoTime() >= deadline) {
                    throw new StartException(
                            "%s did not become available within %s s (%s)".formatted(what, timeout.toSeconds(), cause),
                            e);
                }
                log.atWarn()
                        .addKeyValue("attempt", number)
                        .addKeyValue("cause", cause)
                        .log("waiting for {}", what);
                pause(what, pause);
            }
        }
    }

    private static void pause(String what, Duration pause) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while waiting for " + what, e);
        }
    }

    private static String rootOf(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }
}
