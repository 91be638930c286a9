package com.moxton.payments.worker.request;

import com.moxton.payments.worker.lane.MayHealException;
import java.util.function.Supplier;
import org.springframework.transaction.CannotCreateTransactionException;

/** The first transaction of a request got no connection: this attempt has had no effect on anything. */
final class NotBegunException extends MayHealException {

    private NotBegunException(CannotCreateTransactionException cause) {
        super("There is no connection to the database", cause);
    }

    /** @throws NotBegunException when the transaction could not begin */
    static <T> T ifNotBegun(Supplier<T> firstTransaction) {
        try {
            return firstTransaction.get();
        } catch (CannotCreateTransactionException e) {
            throw new NotBegunException(e);
        }
    }
}
