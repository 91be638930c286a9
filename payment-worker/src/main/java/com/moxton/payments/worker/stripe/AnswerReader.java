package com.moxton.payments.worker.stripe;

import com.stripe.net.StripeResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads an HTTP answer of Stripe's: its headers, and the intent in it. */
final class AnswerReader {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Clock clock;

    AnswerReader(Clock clock) {
        this.clock = clock;
    }

    /**
     * @throws tools.jackson.core.JacksonException when the body is no JSON
     */
    JsonNode tree(StripeResponse response) {
        return JSON.readTree(response.body());
    }

    StripeAnswer answer(StripeResponse response, JsonNode intent) {
        return new StripeAnswer(
                IntentJson.snapshot(intent),
                date(response),
                isReplayed(response),
                IntentJson.clientSecret(intent),
                IntentJson.nextAction(intent));
    }

    static boolean isReplayed(StripeResponse response) {
        return response.headers()
                .firstValue("Idempotent-Replayed")
                .map(Boolean::parseBoolean)
                .orElse(false);
    }

    /** Stripe always sends the header; our own clock stands in should a proxy swallow it. */
    Instant date(StripeResponse response) {
        try {
            return response.headers()
                    .firstValue("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    .orElseGet(this::now);
        } catch (DateTimeException e) {
            return now();
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
