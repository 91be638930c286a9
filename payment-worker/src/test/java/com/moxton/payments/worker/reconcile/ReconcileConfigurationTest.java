package com.moxton.payments.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.config.FixedRateTask;
import org.springframework.scheduling.config.IntervalTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

class ReconcileConfigurationTest {

    @Test
    void schedulesBothAtTheirOwnPace() {
        List<FixedRateTask> tasks = tasks(true);

        assertThat(tasks)
                .extracting(IntervalTask::getIntervalDuration)
                .containsExactly(Duration.ofMinutes(5), Duration.ofMinutes(1));
        assertThat(tasks)
                .extracting(IntervalTask::getInitialDelayDuration)
                .containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    @Test
    void keepsAnEyeOnTheCursorAlsoWhenAllIsDisabled() {
        assertThat(tasks(false)).hasSize(1);
    }

    private static List<FixedRateTask> tasks(boolean enabled) {
        ScheduledTaskRegistrar registrar = new ScheduledTaskRegistrar();
        new ReconcileConfiguration()
                .reconcileSchedule(mock(BackfillRuns.class), backfill(enabled), mock(StaleRuns.class), stale(enabled))
                .configureTasks(registrar);
        return registrar.getFixedRateTaskList().stream()
                .map(FixedRateTask.class::cast)
                .toList();
    }

    private static BackfillSettings backfill(boolean enabled) {
        return new BackfillSettings(
                enabled,
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofMinutes(1),
                Duration.ofDays(3),
                List.of("*"),
                Duration.ofDays(25),
                100);
    }

    private static StaleSettings stale(boolean enabled) {
        return new StaleSettings(
                enabled,
                Duration.ofMinutes(1),
                Duration.ofSeconds(60),
                Duration.ofMinutes(15),
                Duration.ofHours(24),
                Duration.ofDays(30),
                100,
                5);
    }
}
