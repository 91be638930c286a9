package com.moxton.payments.ingress.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionsTest {
    private static final long MB = 1024 * 1024;

    @ParameterizedTest
    @CsvSource({"0, 8, 100", "0, 256, 512", "0, 512, 1024", "0, 4096, 8192", "300, 256, 300", "20000, 256, 20000"})
    void areAsManyAsTheHeapHoldsUnlessTheirNumberIsSet(int configured, long heapMb, int connections) {
        assertThat(new Connections(configured, heapMb * MB).max()).isEqualTo(connections);
    }
}
