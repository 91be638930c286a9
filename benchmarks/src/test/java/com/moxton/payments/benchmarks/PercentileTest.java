package com.moxton.payments.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PercentileTest {

    private static final double[] SORTED = {10, 20, 30, 40};

    @Test
    void isTheNearestRank() {
        assertThat(Percentile.of(SORTED, 0)).isEqualTo(10);
        assertThat(Percentile.of(SORTED, 50)).isEqualTo(20);
        assertThat(Percentile.of(SORTED, 51)).isEqualTo(30);
        assertThat(Percentile.of(SORTED, 100)).isEqualTo(40);
    }

    @Test
    void refusesNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> Percentile.of(new double[0], 50));
    }
}
