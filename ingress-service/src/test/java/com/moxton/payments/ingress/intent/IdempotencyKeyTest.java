package com.moxton.payments.ingress.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.ingress.problem.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    @Test
    void isOptional() {
        assertThat(IdempotencyKey.of(List.of())).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "8e03978e-40d5-43e8-bc93-6894a57f9324", "\"quoted\"", "with space"})
    void isTakenAsItIs(String key) {
        assertThat(IdempotencyKey.of(List.of(key))).isEqualTo(key);
    }

    @Test
    void mayHave255Characters() {
        assertThat(IdempotencyKey.of(List.of("k".repeat(255)))).hasSize(255);
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void isRefusedWhenItIsNoKey(List<String> headers) {
        assertThatThrownBy(() -> IdempotencyKey.of(headers)).hasMessage(ProblemCode.IDEMPOTENCY_KEY_INVALID.code());
    }

    static List<List<String>> invalid() {
        return List.of(
                List.of(""), List.of(" "), List.of("k".repeat(256)), List.of("ü"), List.of("a\tb"), List.of("a", "a"));
    }
}
