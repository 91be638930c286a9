package com.moxton.payments.ingress.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @Test
    void isAUuidOfVersionSevenThatTellsItsAge() {
        RequestId id = RequestId.issue("user-1", CLOCK);

        assertThat(id.value().version()).isEqualTo(7);
        assertThat(id.value().variant()).isEqualTo(2);
        assertThat(id.issuedAt()).isEqualTo(NOW);
        assertThat(RequestId.parse(id.toString())).contains(id);
    }

    @Test
    void belongsToItsUserAlone() {
        RequestId id = RequestId.issue("user-1", CLOCK);

        assertThat(id.belongsTo("user-1")).isTrue();
        assertThat(id.belongsTo("user-2")).isFalse();
        assertThat(id.belongsTo("")).isFalse();
    }

    @Test
    void noticesEveryChangedDigit() {
        String id = RequestId.issue("user-1", CLOCK).toString();
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) != '-') {
                String changed = id.substring(0, i) + (id.charAt(i) == '0' ? '1' : '0') + id.substring(i + 1);
                assertThat(RequestId.parse(changed).filter(parsed -> parsed.belongsTo("user-1")))
                        .as(changed)
                        .isEmpty();
            }
        }
    }

    @Test
    void differsFromOneOfTheSameMillisecond() {
        Set<RequestId> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(RequestId.issue("user-1", CLOCK));
        }
        assertThat(ids).hasSize(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "1-1-1-1-1",
                "00000000-0000-0000-0000-000000000000",
                "01A20927-7532-70DD-A50C-1963AF024961",
                "01a20927-7532-70dd-250c-1963af024961",
                "01a20927-7532-70dd-a50c-1963af02496g",
                "01a20927x7532x70ddxa50cx1963af024961"
            })
    void isNothingElse(String text) {
        assertThat(RequestId.parse(text)).isEmpty();
        assertThat(RequestId.parse(UUID.randomUUID().toString())).isEmpty();
    }
}
