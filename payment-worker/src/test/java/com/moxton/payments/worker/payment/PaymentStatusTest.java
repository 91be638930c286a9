package com.moxton.payments.worker.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentStatusTest {

    @ParameterizedTest
    @EnumSource
    void wireNameLeadsBack(PaymentStatus status) {
        assertThat(PaymentStatus.fromWire(status.wireName())).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"REQUESTED", "FAILED"},
            mode = EnumSource.Mode.EXCLUDE)
    void allOthersAreStripes(PaymentStatus status) {
        assertThat(PaymentStatus.fromStripe(status.wireName())).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"requested", "failed", "SUCCEEDED", "", "refunded"})
    void stripeHasNoSuchStatus(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> PaymentStatus.fromStripe(name));
    }

    @Test
    void finalsAreWhatStripeNeverLeaves() {
        assertThat(PaymentStatus.values())
                .filteredOn(PaymentStatus::isFinal)
                .containsExactly(PaymentStatus.CANCELED, PaymentStatus.SUCCEEDED);
    }

    @Test
    void openIsWhatTheCustomerCanStillPayWith() {
        assertThat(PaymentStatus.values())
                .filteredOn(status -> !status.isOpen())
                .containsExactly(PaymentStatus.FAILED, PaymentStatus.CANCELED, PaymentStatus.SUCCEEDED);
    }
}
