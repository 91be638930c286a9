package com.moxton.payments.worker.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntentSnapshotTest {

    @Test
    void isOursByItsMetadata() {
        assertThat(with(Map.of("order_id", "o", "payment_id", Observations.uuid(1)), null)
                        .ownership())
                .contains(new IntentSnapshot.Ownership("o", Observations.uuid(1)));
    }

    @Test
    void isNotOursWithoutOrderOrWithAnotherSortOfPaymentId() {
        assertThat(with(Map.of(), null).ownership()).isEmpty();
        assertThat(with(Map.of("order_id", "o"), null).ownership()).isEmpty();
        assertThat(with(Map.of("order_id", " ", "payment_id", Observations.uuid(1)), null)
                        .ownership())
                .isEmpty();
        assertThat(with(Map.of("order_id", "o", "payment_id", "17"), null).ownership())
                .isEmpty();
        assertThat(with(Map.of("order_id", "o", "payment_id", "1-1-1-1-1"), null)
                        .ownership())
                .as("an abbreviation that UUID.fromString takes")
                .isEmpty();
    }

    @Test
    void errorIsCutToWhatTheRowHolds() {
        PaymentError error = with(Map.of(), new PaymentError("c".repeat(65), null, "😀".repeat(1001)))
                .lastError();
        assertThat(error).isEqualTo(new PaymentError("c".repeat(64), null, "😀".repeat(1000)));
    }

    @Test
    void takesStripesStatusesOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Observations.intent("pi", "o", "p", "1", PaymentStatus.REQUESTED, null));
    }

    private static IntentSnapshot with(
            Map<String, String> metadata, @org.jspecify.annotations.Nullable PaymentError error) {
        return new IntentSnapshot(
                "pi_1",
                PaymentStatus.PROCESSING,
                new Money(BigDecimal.ONE, "usd"),
                BigDecimal.ZERO,
                error,
                metadata,
                Instant.parse("2026-01-01T00:00:00.9Z"));
    }
}
