package com.moxton.payments.worker.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.worker.startup.SettingException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneSettingsTest {

    private static LaneSettings settings(@Nullable String instance, Duration drainTimeout) {
        return new LaneSettings(
                true,
                instance,
                Duration.ofSeconds(9),
                1,
                5_000,
                Duration.ZERO,
                drainTimeout,
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                3);
    }

    @Test
    void namesTheSettingThatMakesNoSense() {
        assertThatThrownBy(() -> settings(null, Duration.ofHours(1)))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("payments.requests.drain-timeout");
    }

    @Test
    void readsFromTheEarliestAndNeverCommitsByItselfWhateverThePropertiesSay() {
        Map<String, Object> config = LaneConfiguration.consumerConfig(
                Map.of("bootstrap.servers", "kafka:9092", "enable.auto.commit", true, "client.id", "payment-worker"),
                LaneSettings.GROUP,
                settings(" ", Duration.ofSeconds(1)));

        assertThat(config)
                .containsEntry("bootstrap.servers", "kafka:9092")
                .containsEntry("group.id", "payment-worker.requests")
                .containsEntry("client.id", "payment-worker-requests")
                .containsEntry("enable.auto.commit", false)
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("session.timeout.ms", 9_000)
                .containsEntry("heartbeat.interval.ms", 1_000)
                .doesNotContainKey("group.instance.id");
    }

    @Test
    void mayBeAStaticMember() {
        assertThat(LaneConfiguration.consumerConfig(
                        Map.of(), LaneSettings.GROUP, settings("worker-1", Duration.ofSeconds(1))))
                .containsEntry("group.instance.id", "worker-1");
    }
}
