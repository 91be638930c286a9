package com.moxton.payments.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ReconcileSettingsTest {

    @Test
    void hasSoundDefaults() {
        BackfillSettings backfill = bind("payments.reconcile.backfill", BackfillSettings.class, Map.of());
        StaleSettings stale = bind("payments.reconcile.stale", StaleSettings.class, Map.of());

        assertThat(backfill.enabled()).isTrue();
        assertThat(backfill.overlap()).isEqualTo(Duration.ofMinutes(10));
        assertThat(backfill.types()).containsExactly("payment_intent.*");
        assertThat(stale.enabled()).isTrue();
        assertThat(stale.untouchedFor()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void takesSeveralTypes() {
        BackfillSettings settings = bind(
                "payments.reconcile.backfill",
                BackfillSettings.class,
                Map.of("payments.reconcile.backfill.types", "charge.*, charge.*,refund.created"));

        assertThat(settings.types()).isEqualTo(List.of("charge.*", "refund.created"));
    }

    @ParameterizedTest
    @CsvSource({
        "backfill.interval, 0s",
        "backfill.overlap, 0s",
        "backfill.settle, 0s",
        "backfill.first-lookback, 31d",
        "backfill.warn-after, 31d",
        "backfill.types, payment intents",
        "backfill.types, ''",
        "stale.interval, 0s",
        "stale.untouched-for, 0s",
        "stale.longest-backoff, 1m",
        "stale.max-age, 1m"
    })
    void refusesNonsenseAndNamesIt(String name, String value) {
        Map<String, String> settings = Map.of("payments.reconcile." + name, value);

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> {
                    bind("payments.reconcile.backfill", BackfillSettings.class, settings);
                    bind("payments.reconcile.stale", StaleSettings.class, settings);
                })
                .havingRootCause()
                .withMessageContaining("payments.reconcile." + name);
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate(prefix, type);
    }
}
