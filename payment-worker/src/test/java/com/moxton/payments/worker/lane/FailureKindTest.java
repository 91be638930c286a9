package com.moxton.payments.worker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.MalformedEventException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

class FailureKindTest {

    static Stream<Throwable> passing() {
        return Stream.of(
                new MayHealException("Stripe is away", new RuntimeException()),
                new CannotCreateTransactionException("no connection"),
                new TransactionSystemException("commit"),
                new DataAccessResourceFailureException("gone"),
                new CannotAcquireLockException("deadlock"),
                new UncategorizedSQLException("t", "s", new SQLException("read-only", "HY000", 1290)),
                new IllegalStateException(new SQLNonTransientConnectionException("gone")),
                new ExecutionException(new TimeoutException("no acknowledgement")),
                new TopicAuthorizationException("not allowed"),
                new OutOfMemoryError());
    }

    @ParameterizedTest
    @MethodSource("passing")
    void waitsForWhatMayHeal(Throwable failure) {
        assertThat(FailureKind.of(failure)).isEqualTo(FailureKind.MAY_HEAL);
    }

    static Stream<Throwable> unexplained() {
        return Stream.of(
                new NullPointerException(),
                new DataIntegrityViolationException("duplicate"),
                new UncategorizedSQLException("t", "s", new SQLException("odd", "HY000", 1366)),
                new ExecutionException(new RecordTooLargeException("too large")),
                new LinkageError());
    }

    @ParameterizedTest
    @MethodSource("unexplained")
    void limitsWhatItCannotExplain(Throwable failure) {
        assertThat(FailureKind.of(failure)).isEqualTo(FailureKind.UNEXPLAINED);
    }

    @Test
    void givesUpAtOnceOnWhatCannotBeRead() {
        assertThat(FailureKind.of(new MalformedEventException("not JSON"))).isEqualTo(FailureKind.HOPELESS);
    }

    @Test
    void survivesAChainOfCausesThatBitesItsTail() {
        RuntimeException a = new RuntimeException();
        RuntimeException b = new RuntimeException(a);
        a.initCause(b);

        assertThat(FailureKind.of(a)).isEqualTo(FailureKind.UNEXPLAINED);
    }
}
