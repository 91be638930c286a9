package com.moxton.payments.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.resilience.Episode.Outcome;
import com.moxton.payments.resilience.parts.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the tests of all faults share: one installation, a load, and the check at the end. */
@Tag("fault")
@ExtendWith(SharedInstallation.class)
abstract class Faults {

    /** Faults come in any order, this one before them. */
    static final int FIRST = 1;

    /** These at the end. */
    static final int AFTER_ALL = Integer.MAX_VALUE - 1;

    static final int LAST = Integer.MAX_VALUE;

    static {
        try {
            if (!Boolean.getBoolean("resilience.append")) {
                Files.deleteIfExists(results());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final Logger log = Logger.getLogger(Faults.class.getName());

    /** The least that is worth being called a load. */
    private static final double DEFAULT_RATE = 10;

    static Episode episode(Installation installation, String fault) throws Exception {
        return Episode.begin(installation, fault, rate());
    }

    static double rate() {
        return Double.parseDouble(System.getProperty("resilience.rate", Double.toString(DEFAULT_RATE)));
    }

    /** All invariants hold, and no customer got an answer that nobody should get. */
    static Outcome assertNothingLostNothingTwice(Episode episode) throws Exception {
        Outcome outcome = episode.finish();
        outcome.result().appendTo(results());
        log.info(() -> outcome.result().toString());
        assertThat(outcome.violations()).as(outcome.result().toString()).isEmpty();
        assertThat(outcome.unexpectedAnswers()).isEmpty();
        assertThat(outcome.result().orders()).isGreaterThan(10);
        return outcome;
    }

    /** Attempts until now. To be counted before and after: their times are Stripe's, whose clock one of the faults puts forward. */
    static long webhooksNotTaken(Installation installation) {
        return installation.stripe().deliveries().stream()
                .flatMap(delivery -> delivery.attempts().stream())
                .filter(attempt -> attempt.status() == null || attempt.status() != 200)
                .count();
    }

    static Path project() {
        return Path.of(System.getProperty("resilience.project", ".")).toAbsolutePath();
    }

    static Path results() {
        return project().resolve("resilience-tests/target/resilience.jsonl");
    }
}
