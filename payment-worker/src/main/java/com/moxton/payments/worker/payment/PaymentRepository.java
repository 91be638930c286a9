package com.moxton.payments.worker.payment;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of {@code payments}. They are changed by {@link PaymentLedger} alone. */
public interface PaymentRepository {

    /** Without a lock. */
    Optional<Payment> find(String id);

    /** Without a lock. */
    Optional<Payment> findByIntentId(String intentId);

    /** Without locks. */
    List<Payment> findByIntents(Collection<String> intentIds);

    /**
     * Without locks: which orders there are payments of, of those that bear one of the ids or belong to one of the intents.
     * A payment that does both may be told of twice.
     */
    List<Place> placesOf(Collection<String> ids, Collection<String> intentIds);

    /** Writes new rows. A second open payment of an order, a known intent and a known id violate a constraint. */
    void insert(Collection<Payment> payments);

    /** Writes all that can change of rows that the caller has locked. */
    void update(Collection<Payment> payments);

    /**
     * Whose payment it is.
     *
     * @param intentId null before Stripe has answered
     */
    record Place(String orderId, @Nullable String intentId) {}
}
