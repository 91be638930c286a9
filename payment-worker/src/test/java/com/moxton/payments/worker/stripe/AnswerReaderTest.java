package com.moxton.payments.worker.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
    private static final String INTENT = """
            {"id": "pi_1", "object": "payment_intent", "status": "processing", "amount": 100, "currency": "eur",
             "created": 1700000000}
            """;

    private final AnswerReader reader =
            new AnswerReader(Clock.fixed(Instant.parse("2026-11-23T10:00:00.7Z"), ZoneOffset.UTC));

    private StripeAnswer answer(Map<String, List<String>> headers) {
        StripeResponse response = new StripeResponse(200, HttpHeaders.of(headers), INTENT);
        return reader.answer(response, reader.tree(response));
    }

    @Test
    void datesAnAnswerByStripesClock() {
        assertThat(answer(Map.of("Date", List.of("Mon, 23 Nov 2026 09:59:58 GMT")))
                        .date())
                .isEqualTo(Instant.parse("2026-11-23T09:59:58Z"));
    }

    @Test
    void datesAnAnswerByOurSecondWhereTheHeaderIsMissingOrOdd() {
        Instant ours = Instant.parse("2026-11-23T10:00:00Z");

        assertThat(answer(Map.of()).date()).isEqualTo(ours);
        assertThat(answer(Map.of("Date", List.of("half past nine"))).date()).isEqualTo(ours);
    }

    @Test
    void seesThatAnAnswerIsARepetition() {
        assertThat(answer(Map.of("Idempotent-Replayed", List.of("true"))).replayed())
                .isTrue();
        assertThat(answer(Map.of()).replayed()).isFalse();
    }
}
