package com.moxton.payments.worker.reconcile;

import com.moxton.payments.worker.lock.SingleInstance;
import com.moxton.payments.worker.publish.PublishingException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Runs of {@link StaleRefresh}: one at a time over all instances. */
@Component
public class StaleRuns {

    private static final Logger log = LoggerFactory.getLogger(StaleRuns.class);
    private static final String LOCK = "stale-payments";

    private final StaleRefresh refresh;
    private final SingleInstance singleInstance;
    private final Counter asked;

    StaleRuns(StaleRefresh refresh, SingleInstance singleInstance, MeterRegistry meters) {
        this.refresh = refresh;
        this.singleInstance = singleInstance;
        this.asked = Counter.builder("payments.stale.refreshes")
                .description("Open payments that were silent for too long and are looked up at Stripe")
                .register(meters);
    }

    /**
     * Asks for the stale payments that are due.
     *
     * @return how many these were; empty when a run is under way, here or elsewhere
     * @throws RuntimeException when the database or Kafka is away; to run again is safe
     */
    public OptionalInt runNow() {
        return singleInstance.run(LOCK, this::run).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** For the schedule: never throws. */
    void runQuietly() {
        try {
            runNow();
        } catch (PublishingException | DataAccessException | TransactionException e) {
            log.atWarn()
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("stale payments wait for the database or Kafka");
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("stale payments could not be asked for");
        }
    }

    private int run() {
        long began = System.nanoTime();
        int count = refresh.run();
        if (count > 0) {
            asked.increment(count);
            log.atInfo()
                    .addKeyValue("asked", count)
                    .addKeyValue(
                            "durationMs",
                            Duration.ofNanos(System.nanoTime() - began).toMillis())
                    .log("stale payments");
        }
        return count;
    }
}
