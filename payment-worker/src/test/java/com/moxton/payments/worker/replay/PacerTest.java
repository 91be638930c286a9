package com.moxton.payments.worker.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {

    private static final long SECOND = 1_000_000_000L;

    private long now = 7 * SECOND;

    private Pacer pacer(int rate) {
        return new Pacer(rate, () -> now, nanos -> now += nanos);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7, 200, 10_000})
    void neverLetsMoreThanTheRateThroughInASecond(int rate) {
        Pacer pacer = pacer(rate);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            pacer.await(pacer.sliceSize());
            for (int n = 0; n < pacer.sliceSize(); n++) {
                times.add(now);
            }
        }
        for (int i = 0; i + rate + pacer.sliceSize() < times.size(); i++) {
            assertThat(times.get(i + rate + pacer.sliceSize()) - times.get(i)).isGreaterThanOrEqualTo(SECOND);
        }
    }

    @Test
    void hasTheFirstWaitForNothing() {
        long before = now;
        pacer(1).await(1);
        assertThat(now).isEqualTo(before);
    }

    @Test
    void makesUpForNoStandstill() {
        Pacer pacer = pacer(10);
        pacer.await(2);
        now += 100 * SECOND;
        pacer.await(2);
        long before = now;
        pacer.await(2);
        assertThat(now - before).isEqualTo(SECOND / 5);
    }

    @Test
    void slicesAreSmallEnoughToStopSoonAndLargeEnoughToKeepUp() {
        assertThat(pacer(1).sliceSize()).isOne();
        assertThat(pacer(200).sliceSize()).isEqualTo(40);
        assertThat(pacer(10_000).sliceSize()).isEqualTo(LogScan.CHUNK);
    }
}
