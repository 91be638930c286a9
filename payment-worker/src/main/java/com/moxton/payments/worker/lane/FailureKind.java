package com.moxton.payments.worker.lane;

import com.moxton.payments.events.MalformedEventException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** What may follow after a record failed. */
enum FailureKind {
    /** A server is away or overloaded: waiting helps, and nothing else does. Never a dead letter. */
    MAY_HEAL,
    /** Perhaps a defect of ours, perhaps a passing fault of a kind we don't know: some more attempts, then a dead letter. */
    UNEXPLAINED,
    /** The record can't be understood: a dead letter at once. */
    HOPELESS;

    /** MySQL and MariaDB while a replica takes over: read-only, or shutting down. Spring leaves these unsorted. */
    private static final Set<Integer> FAILING_OVER = Set.of(1053, 1290, 1792, 1836, 3100);

    static FailureKind of(Throwable failure) {
        // Causes of causes are few; the bound is for chains that bite their own tail.
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof MalformedEventException) {
                return HOPELESS;
            }
            if (isAway(cause)) {
                return MAY_HEAL;
            }
            cause = cause.getCause();
        }
        return UNEXPLAINED;
    }

    private static boolean isAway(Throwable cause) {
        return switch (cause) {
            case MayHealException ignored -> true;
            case VirtualMachineError ignored -> true;
            // This worker is stopping.
            case CancellationException ignored -> true;
            case TransientDataAccessException ignored -> true;
            case RecoverableDataAccessException ignored -> true;
            case NonTransientDataAccessResourceException ignored -> true;
            case CannotCreateTransactionException ignored -> true;
            // The commit's answer was lost: whether it happened shows when the record is handled again.
            case TransactionSystemException ignored -> true;
            case SQLTransientException ignored -> true;
            case SQLRecoverableException ignored -> true;
            case SQLNonTransientConnectionException ignored -> true;
            case SQLException sql -> FAILING_OVER.contains(sql.getErrorCode());
            case RecordTooLargeException ignored -> false;
            case SerializationException ignored -> false;
            // The broker is away, or credentials are wrong: the record has no part in it.
            case KafkaException ignored -> true;
            default -> false;
        };
    }
}
