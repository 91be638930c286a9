package com.moxton.payments.worker.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeCallSpanTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/payment_intents, /v1/payment_intents",
        "/v1/payment_intents/pi_3Abc, /v1/payment_intents/{id}",
        "/v1/payment_intents/pi_3Abc/confirm, /v1/payment_intents/{id}/confirm",
        "/v1/payment_intents/pi_3Abc_secret_9, /v1/payment_intents/{id}",
        "/v1/events, /v1/events",
        "/stripe/v1/payment_intents/pi_1/confirm, /stripe/v1/payment_intents/{id}/confirm"
    })
    void leavesIdsOutOfPaths(String path, String template) {
        assertThat(StripeCallSpan.template(path)).isEqualTo(template);
    }
}
