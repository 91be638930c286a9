package com.moxton.payments.worker.reconcile;

import com.moxton.payments.worker.publish.RecordPublisher;
import com.moxton.payments.worker.stripe.StripeAccounts;
import com.moxton.payments.worker.stripe.StripeEventLogs;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedRateTask;
import org.springframework.transaction.support.TransactionOperations;

/** Puts reconciliation together and lets it run by itself. */
@Configuration(proxyBeanMethods = false)
class ReconcileConfiguration {

    @Bean
    Backfills backfills(
            StripeAccounts accounts,
            StripeEventLogs stripe,
            KnownEvents known,
            NamedParameterJdbcTemplate jdbc,
            TransactionOperations transactions,
            RecordPublisher publisher,
            BackfillSettings settings,
            Clock clock) {
        List<Backfill> each = new ArrayList<>();
        for (String account : accounts.all()) {
            BackfillCursor cursor = new JdbcBackfillCursor(jdbc, transactions, account);
            each.add(new Backfill(account, stripe, known, cursor, publisher::publish, settings, clock));
        }
        return new Backfills(each);
    }

    @Bean
    StaleRefresh staleRefresh(StalePayments payments, RecordPublisher publisher, StaleSettings settings, Clock clock) {
        return new StaleRefresh(payments, publisher::publish, ReconcileConfiguration::pause, settings, clock);
    }

    /** At a fixed rate, and not with a fixed delay: tasks with a delay wait for each other on one thread. */
    @Bean
    SchedulingConfigurer reconcileSchedule(
            BackfillRuns backfill, BackfillSettings backfillSettings, StaleRuns stale, StaleSettings staleSettings) {
        return schedule -> {
            // Also when it is disabled: the cursor grows old, and that is to be seen.
            schedule.addFixedRateTask(new FixedRateTask(
                    backfill::runIfDue, backfillSettings.interval(), backfillSettings.initialDelay()));
            if (staleSettings.enabled()) {
                schedule.addFixedRateTask(
                        new FixedRateTask(stale::runQuietly, staleSettings.interval(), staleSettings.initialDelay()));
            }
        };
    }

    private static void pause(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
