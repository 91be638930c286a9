package com.moxton.payments.worker.payment;

import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a set of observations says about a payment: the greatest of them, and whether it is in doubt. {@link #join} is a
 * least upper bound: associative, commutative and idempotent. So any order, any repetition and any cutting into batches
 * of the same observations ends in the same state; property tests prove it.
 *
 * @param observedBy the greatest observation's id
 * @param inDoubt two different open states were seen in the one second that counts: only Stripe can tell which came last
 */
public record PaymentState(
        PaymentStatus status,
        Money amount,
        BigDecimal amountReceived,
        @Nullable PaymentError lastError,
        Map<String, String> metadata,
        Instant observedAt,
        String observedBy,
        boolean birth,
        boolean inDoubt) {

    /** Among open states the later second counts; the birth is below all else of its second. */
    private static final Comparator<PaymentState> BY_CLOCK = Comparator.comparing(PaymentState::observedAt)
            .thenComparing(state -> !state.birth)
            .thenComparing(state -> state.status.rank());

    /** A final state is as old as its first observation, so that {@code paid_at} doesn't move with later ones. */
    private static final Comparator<PaymentState> BY_FIRST_SEEN =
            Comparator.comparing(PaymentState::observedAt).reversed();

    static PaymentState of(Observation observation) {
        IntentSnapshot intent = observation.intent();
        return new PaymentState(
                intent.status(),
                intent.amount(),
                intent.amountReceived(),
                intent.lastError(),
                intent.metadata(),
                observation.at(),
                observation.id(),
                observation.birth(),
                false);
    }

    PaymentState join(PaymentState other) {
        PaymentState greatest = compare(this, other) >= 0 ? this : other;
        boolean doubt = !greatest.status.isFinal()
                && ((inDoubt && observedAt.equals(greatest.observedAt))
                        || (other.inDoubt && other.observedAt.equals(greatest.observedAt))
                        || contradicts(other));
        return greatest.withDoubt(doubt);
    }

    /** Both are of the same second, neither is the birth, and they don't say the same. */
    private boolean contradicts(PaymentState other) {
        return observedAt.equals(other.observedAt)
                && !birth
                && !other.birth
                && (status != other.status || !Objects.equals(reason(), other.reason()));
    }

    private static int compare(PaymentState a, PaymentState b) {
        int finality = a.status.finality().compareTo(b.status.finality());
        if (finality != 0) {
            return finality;
        }
        int clock = (a.status.isFinal() ? BY_FIRST_SEEN : BY_CLOCK).compare(a, b);
        return clock != 0 ? clock : a.observedBy.compareTo(b.observedBy);
    }

    /** The same observation, and another content: one of the two was misread. Doubt is not part of what it says. */
    boolean saysOtherwiseThan(PaymentState other) {
        return observedBy.equals(other.observedBy) && !withDoubt(false).equals(other.withDoubt(false));
    }

    boolean isBelow(PaymentState other) {
        return compare(this, other) < 0;
    }

    private PaymentState withDoubt(boolean doubt) {
        return doubt == inDoubt
                ? this
                : new PaymentState(
                        status, amount, amountReceived, lastError, metadata, observedAt, observedBy, birth, doubt);
    }

    /** Why the last attempt failed, whatever words it is told in. */
    private @Nullable PaymentError reason() {
        return lastError == null ? null : new PaymentError(lastError.code(), lastError.declineCode(), null);
    }
}
