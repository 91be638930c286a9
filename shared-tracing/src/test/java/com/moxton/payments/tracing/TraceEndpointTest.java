package com.moxton.payments.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceEndpointTest {

    @ParameterizedTest
    @CsvSource({
        "http://collector:4318, http://collector:4318/v1/traces",
        "' http://collector:4318/ ', http://collector:4318/v1/traces",
        "https://otlp.example/custom, https://otlp.example/custom"
    })
    void addsThePathOfOtlpWhereThereIsNone(String address, String endpoint) {
        assertThat(TraceEndpoint.of(address)).isEqualTo(endpoint);
    }

    @Test
    void staysEmpty() {
        assertThat(TraceEndpoint.of("  ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"collector:4318", "grpc://collector:4317", "http://user:hidden@collector", "http:///v1", "a b"})
    void refusesWhatIsNoAddressOfAServer(String address) {
        assertThatThrownBy(() -> TraceEndpoint.of(address)).isInstanceOf(IllegalArgumentException.class);
    }
}
