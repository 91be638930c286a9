package com.moxton.payments.worker.lock;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import net.javacrumbs.shedlock.support.KeepAliveLockProvider;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * By a lock in the database and by the database's clock. The lock is kept alive for as long as the work takes; after a crash
 * it ends within a minute.
 */
@Component
public class ShedLockSingleInstance implements SingleInstance, DisposableBean {

    /** ShedLock's keep-alive takes no less than 30 s. */
    private static final Duration AT_MOST = Duration.ofMinutes(1);

    private final ScheduledExecutorService keepAlive = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lock-keep-alive").factory());
    private final LockProvider locks;
    private final Clock clock;

    public ShedLockSingleInstance(JdbcTemplate jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.clock = clock;
        this.locks = new KeepAliveLockProvider(
                new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
                        .withJdbcTemplate(jdbc)
                        .withTransactionManager(transactions)
                        // Not the host's name, which two instances may share.
                        .withLockedByValue(UUID.randomUUID().toString())
                        .usingDbTime()
                        .build()),
                keepAlive);
    }

    @Override
    public <T> Optional<T> run(String name, Supplier<T> work) {
        Optional<SimpleLock> lock = locks.lock(new LockConfiguration(clock.instant(), name, AT_MOST, Duration.ZERO));
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } finally {
            lock.get().unlock();
        }
    }

    @Override
    public void destroy() {
        keepAlive.shutdownNow();
    }
}
