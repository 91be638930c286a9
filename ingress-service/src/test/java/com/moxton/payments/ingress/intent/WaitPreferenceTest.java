package com.moxton.payments.ingress.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitPreferenceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    wait=5                        | 5  | wait=5
                    WAIT = 5                      | 5  | wait=5
                    wait="5"                      | 5  | wait=5
                    wait=0                        | 0  | wait=0
                    wait=5; foo=bar               | 5  | wait=5
                    wait=5, wait=7                | 5  | wait=5
                    wait=1000                     | 30 | wait=30
                    wait=999999999                | 30 | wait=30
                    respond-async                 | 0  | respond-async
                    Respond-Async; x              | 0  | respond-async
                    respond-async, wait=3         | 3  | respond-async, wait=3
                    wait=3, respond-async         | 3  | respond-async, wait=3
                    return=minimal, wait=4        | 4  | wait=4
                    foo="a, wait=9", wait=4       | 4  | wait=4
                    foo="a\\", wait=9", wait=4    | 4  | wait=4
                    wait=abc                      | 10 | -
                    wait=-1                       | 10 | -
                    wait=                         | 10 | -
                    wait                          | 10 | -
                    wait=9999999999               | 10 | -
                    foo                           | 10 | -
                    "                             | 10 | -
                    =                             | 10 | -
                    ,                             | 10 | -
                    """, quoteCharacter = '^')
    void takesTheWishItKnows(String header, long seconds, String applied) {
        assertThat(of(header)).isEqualTo(new WaitPreference(Duration.ofSeconds(seconds), applied));
    }

    @Test
    void readsSeveralHeadersAsOne() {
        assertThat(of("respond-async", "wait=2").duration()).isEqualTo(Duration.ofSeconds(2));
        assertThat(of()).isEqualTo(new WaitPreference(Duration.ofSeconds(10), null));
    }

    private static WaitPreference of(String... headers) {
        return WaitPreference.of(List.of(headers), Duration.ofSeconds(10), Duration.ofSeconds(30));
    }
}
