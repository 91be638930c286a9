package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ParkingTest {

    private final EventSettings.Parking parking = new Binder(new MapConfigurationPropertySource(Map.of()))
            .bindOrCreate("payments.events", EventSettings.class)
            .parking();

    @Test
    void NOTHING_DROPPED_pausesGrowUntilTheLastAttempt() {
        assertThat(parking.attempts()).isEqualTo(5);
        assertThat(IntStream.rangeClosed(1, 4).mapToObj(parking::pauseAfter))
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(Duration.ofSeconds(1))
                .endsWith(Duration.ofMinutes(1));
    }

    @Test
    void lastPauseStandsForAllThatFollow() {
        assertThat(parking.pauseAfter(99)).isEqualTo(parking.pauseAfter(4));
    }
}
