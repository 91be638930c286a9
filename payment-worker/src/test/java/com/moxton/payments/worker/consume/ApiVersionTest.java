package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.moxton.payments.events.MalformedEventException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stored events keep the API version they were made with for ever, and Stripe adds fields and types without a new version:
 * what an event says doesn't depend on either.
 */
class ApiVersionTest {

    private static final String VERSION = "\"api_version\": \"2019-02-11\",";
    private static final String CHARGES =
            "\"charges\": {\"object\": \"list\", \"data\": [{\"id\": \"ch_1\", \"amount\": 1e400}]},";

    private final StripeEventReader reader = new StripeEventReader();
    private final StripeEventFixture event =
            StripeEventFixture.birth("order-1", 4999).declined(3, "card_declined");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"api_version\": null,",
                "\"api_version\": 7,",
                "\"api_version\": \"2011-02-01\",",
                "\"api_version\": \"2025-03-31.basil\",",
                "\"api_version\": \"2099-01-01.zirconium\",",
                "\"api_version\": {\"major\": [2099]},"
            })
    void eventSaysTheSameInAnyVersion(String version) {
        assertThat(read(event.text().replace(VERSION, version))).isEqualTo(read(event.text()));
    }

    /** The list of charges went in 2022; what replaced it, and what may come, is skipped alike. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"latest_charge\": \"ch_1\",",
                "\"latest_charge\": {\"id\": \"ch_1\", \"status\": \"failed\", \"amount\": 1, \"currency\": \"eur\"},",
                "\"amount_details\": {\"tip\": {}}, \"excess_amount\": 1.5, \"payment_details\": [[[]]],",
                "\"source\": null, \"allowed_source_types\": [\"card\"], \"next_source_action\": {\"type\": \"x\"},"
            })
    void fieldsThatWeDontKnowAreSkipped(String fields) {
        String text = event.text().replace(CHARGES, fields);
        assertThat(text).isNotEqualTo(event.text());
        assertThat(read(text)).isEqualTo(read(event.text()));
    }

    @Test
    void fieldsThatWeDontKnowAreSkippedEverywhere() {
        String news = "\"new_in_2031\": {\"id\": \"evil\", \"status\": \"succeeded\", \"livemode\": true}, ";
        String text = event.text().replace("{", "{" + news.replace("{", "<")).replace("<", "{");
        StripeEvent read = read(text.replace("\"metadata\": {" + news, "\"metadata\": {"));
        assertThat(read).isEqualTo(read(event.text()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"payment_intent.teleported", "charge.succeeded", "v2.money_management.transfer.created"})
    void typesThatWeDontKnowAreIgnored(String type) {
        StripeEvent read = read(event.text().replace(event.type(), type));
        assertThat(read.observation()).isNull();
        assertThat(read.type()).isEqualTo(type);
        assertThat(read.intentId()).isEqualTo(event.intentId());
    }

    @Test
    void statusThatWeDontKnowIsNotGuessed() {
        String text =
                event.text().replace("\"status\": \"requires_payment_method\"", "\"status\": \"requires_patience\"");
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> read(text))
                .withMessageContaining("Not a status")
                .withMessageNotContaining("requires_patience");
    }

    private StripeEvent read(String text) {
        StripeEvent read = reader.read(text.getBytes(StandardCharsets.UTF_8));
        return Objects.requireNonNull(read);
    }
}
