package com.moxton.payments.worker.calllog;

import com.moxton.payments.worker.lock.SingleInstance;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedRateTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Deletes the rows that are too old, a few at a time: no transaction of it takes long. */
@Component
class CallLogPurge implements SchedulingConfigurer {

    private static final Logger log = LoggerFactory.getLogger(CallLogPurge.class);
    private static final String LOCK = "stripe-calls-purge";
    private static final int CHUNK = 1_000;

    private final JdbcCallLog rows;
    private final CallLogSettings settings;
    private final SingleInstance singleInstance;
    private final Clock clock;

    CallLogPurge(JdbcCallLog rows, CallLogSettings settings, SingleInstance singleInstance, Clock clock) {
        this.rows = rows;
        this.settings = settings;
        this.singleInstance = singleInstance;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar schedule) {
        schedule.addFixedRateTask(
                new FixedRateTask(this::runQuietly, settings.purgeInterval(), settings.purgeInterval()));
    }

    private void runQuietly() {
        try {
            singleInstance.run(LOCK, this::purge);
        } catch (DataAccessException | TransactionException e) {
            log.atInfo()
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("old calls to Stripe wait for the database to be deleted");
        }
    }

    /** Returns how many rows were deleted. */
    int purge() {
        Instant before = clock.instant().minus(settings.keep());
        int all = 0;
        int deleted;
        do {
            deleted = rows.deleteBefore(before, CHUNK);
            all += deleted;
        } while (deleted == CHUNK);
        return all;
    }
}
