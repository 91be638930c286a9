package com.moxton.payments.worker.reconcile;

import com.moxton.payments.testing.WithDatabase;
import com.moxton.payments.worker.lock.ShedLockSingleInstance;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Clock;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * The worker's database as it is configured, and what reconciliation keeps there; nothing else of the worker. Boot's part
 * is in the {@code .imports} file that bears this annotation's name.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@WithDatabase
@SpringBootTest(classes = WithReconcileTables.Tables.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
@ImportAutoConfiguration
@interface WithReconcileTables {

    /** No {@code @Configuration}: the whole worker's tests would find it. */
    @Import({JdbcKnownEvents.class, JdbcStalePayments.class, ShedLockSingleInstance.class})
    class Tables {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }
}
