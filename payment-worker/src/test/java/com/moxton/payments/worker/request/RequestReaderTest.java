package com.moxton.payments.worker.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.events.PaymentRequest;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
    private static final String CREATE = """
            {"type": "create-intent", "requestId": "r-1", "requestedAt": "2026-11-23T10:00:00Z", "userId": "u",
             "orderId": "o", "amount": 49.99, "currency": "usd", "metadata": {}}
            """;

    private static PaymentRequest read(@Nullable String value) {
        return RequestReader.read(new ConsumerRecord<>(
                "payment.requests", 0, 0, null, value == null ? null : value.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsARequest() {
        assertThat(read(CREATE))
                .isInstanceOfSatisfying(
                        PaymentRequest.CreateIntent.class,
                        request -> assertThat(request.amount()).isEqualByComparingTo("49.99"));
    }

    @Test
    void refusesARecordWithoutAValue() {
        assertThatThrownBy(() -> read(null)).isInstanceOf(MalformedEventException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"type\": \"from-the-future\"}", "{\"type\": \"get\"}"})
    void refusesWhatIsNoRequest(String value) {
        assertThatThrownBy(() -> read(value)).isInstanceOf(MalformedEventException.class);
    }

    @Test
    void refusesWhatNoRowCanHold() {
        assertThatThrownBy(() -> read(CREATE.replace("r-1", "r".repeat(65))))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("requestId");
        assertThatThrownBy(() -> read(CREATE.replace("\"u\"", "\"" + "u".repeat(256) + "\"")))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("userId");
        assertThatThrownBy(() -> read(CREATE.replace("49.99", "1E+1000000000")))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("amount");
    }
}
