package com.moxton.payments.worker.payment;

import static com.moxton.payments.worker.payment.Observations.seen;
import static com.moxton.payments.worker.payment.PaymentStatus.PROCESSING;
import static com.moxton.payments.worker.payment.PaymentStatus.REQUIRES_ACTION;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JoinedTest {

    private final PaymentState known = PaymentState.of(seen("evt_b", 5, PROCESSING));

    @Test
    void firstObservationApplies() {
        assertThat(Joined.join(null, seen("evt_b", 5, PROCESSING))).isEqualTo(new Joined.Applied(known));
    }

    @Test
    void laterObservationApplies() {
        assertThat(Joined.join(known, seen("evt_a", 6, REQUIRES_ACTION)))
                .isEqualTo(new Joined.Applied(PaymentState.of(seen("evt_a", 6, REQUIRES_ACTION))));
    }

    @Test
    void olderObservationIsSuperseded() {
        assertThat(Joined.join(known, seen("evt_a", 4, REQUIRES_ACTION))).isEqualTo(new Joined.Superseded());
    }

    @Test
    void sameObservationIsAlreadyThere() {
        assertThat(Joined.join(known, seen("evt_b", 5, PROCESSING))).isEqualTo(new Joined.AlreadyThere());
    }

    @Test
    void contradictionOfTheSameSecondAppliesAsDoubt() {
        assertThat(Joined.join(known, seen("evt_a", 5, REQUIRES_ACTION)))
                .isInstanceOfSatisfying(Joined.Applied.class, applied -> {
                    assertThat(applied.state().status()).isEqualTo(PROCESSING);
                    assertThat(applied.state().inDoubt()).isTrue();
                });
    }
}
