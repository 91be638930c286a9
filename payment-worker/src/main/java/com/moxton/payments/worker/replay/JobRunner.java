package com.moxton.payments.worker.replay;

import com.moxton.payments.worker.lock.SingleInstance;
import com.moxton.payments.worker.ops.OpsProblemException;
import com.moxton.payments.worker.publish.PublishingException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Takes jobs up: each on a thread of its own, each in one instance at a time. A job whose instance has gone is taken up by
 * another, or by the same after its restart, where it was saved last.
 */
@Component
class JobRunner implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    /** For how long a job that met trouble is left alone. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final JdbcReplayJobs jobs;
    private final SingleInstance singleInstance;
    private final Map<JobMode, JobWork> work = new EnumMap<>(JobMode.class);
    private final ReplaySettings settings;
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();
    private final Map<String, Long> notBefore = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean running;

    JobRunner(JdbcReplayJobs jobs, SingleInstance singleInstance, List<JobWork> work, ReplaySettings settings) {
        this.jobs = jobs;
        this.singleInstance = singleInstance;
        work.forEach(one -> this.work.put(one.mode(), one));
        this.settings = settings;
    }

    /** At a fixed rate, and not with a fixed delay: tasks with a delay wait for each other on one thread. */
    @Scheduled(fixedRateString = "${payments.replay.check-interval:1s}")
    void takeUp() {
        // At a fixed rate the next look doesn't wait for this one: while the database is slow they would pile up.
        if (!running || !settings.enabled() || !looking.compareAndSet(false, true)) {
            return;
        }
        try {
            Set<String> active = Set.copyOf(jobs.active());
            notBefore.keySet().retainAll(active);
            for (String id : active) {
                Long until = notBefore.get(id);
                if (until == null || System.nanoTime() - until >= 0) {
                    threads.computeIfAbsent(id, this::start);
                }
            }
        } catch (DataAccessException | TransactionException e) {
            log.atDebug().setCause(e).log("replays wait for the database");
        } finally {
            looking.set(false);
        }
    }

    /** Whether this instance is at the job just now. */
    boolean isAt(String id) {
        return threads.containsKey(id);
    }

    private Thread start(String id) {
        return Thread.ofVirtual().name("replay-" + id).start(() -> {
            try {
                singleInstance.run("replay-" + id, () -> {
                    turn(id);
                    return id;
                });
            } catch (RuntimeException e) {
                log.atWarn()
                        .addKeyValue("replayId", id)
                        .addKeyValue("cause", e.getClass().getSimpleName())
                        .log("replay waits");
                waitAWhile(id);
            } finally {
                threads.remove(id);
            }
        });
    }

    private void waitAWhile(String id) {
        notBefore.put(id, System.nanoTime() + PAUSE.toNanos());
    }

    private void turn(String id) {
        String runner = UUID.randomUUID().toString();
        Optional<ReplayJob> begun = jobs.begin(id, runner);
        if (begun.isEmpty()) {
            return;
        }
        ReplayJob job = begun.get();
        long began = System.nanoTime();
        try {
            Objects.requireNonNull(work.get(job.mode())).work(new JobTurn(job, runner, jobs, () -> !running));
        } catch (PublishingException | KafkaException e) {
            hinder(id, runner, "kafka_unavailable", e);
        } catch (DataIntegrityViolationException e) {
            fail(id, runner, "The database refused what the job found.", e);
        } catch (DataAccessException | TransactionException e) {
            hinder(id, runner, "database_unavailable", e);
        } catch (OpsProblemException e) {
            fail(id, runner, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            fail(
                    id,
                    runner,
                    "Failed with %s; the log says where.".formatted(e.getClass().getSimpleName()),
                    e);
        }
        tell(id, job, began);
    }

    /** Time may heal it: the job stays as it is, and its next turn goes on where it was saved. */
    private void hinder(String id, String runner, String problem, RuntimeException e) {
        log.atWarn()
                .addKeyValue("replayId", id)
                .addKeyValue("problem", problem)
                .addKeyValue("cause", e.getClass().getSimpleName())
                .log("replay is held up");
        waitAWhile(id);
        jobs.hinder(id, runner, problem);
    }

    private void fail(String id, String runner, String problem, RuntimeException e) {
        log.atError().addKeyValue("replayId", id).setCause(e).log("replay failed");
        jobs.finish(id, runner, JobState.FAILED, Map.of(), problem);
    }

    private void tell(String id, ReplayJob before, long began) {
        jobs.find(id)
                .filter(job -> job.state() != before.state() || job.done() != before.done())
                .ifPresent(job -> log.atInfo()
                        .addKeyValue("replayId", id)
                        .addKeyValue("mode", job.mode().wireName())
                        .addKeyValue("state", job.state().wireName())
                        .addKeyValue("scanned", job.scanned())
                        .addKeyValue("matched", job.matched())
                        .addKeyValue("done", job.done())
                        .addKeyValue("force", job.choice().force())
                        .addKeyValue("durationMs", (System.nanoTime() - began) / 1_000_000)
                        .log("replay"));
    }

    @Override
    public void start() {
        running = true;
    }

    /** Each job stops behind what it has just saved. */
    @Override
    public void stop() {
        running = false;
        for (Thread thread : threads.values()) {
            try {
                thread.join(STOP_TIMEOUT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
