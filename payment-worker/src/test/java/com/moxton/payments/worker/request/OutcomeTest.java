package com.moxton.payments.worker.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutcomeTest {

    static Stream<Outcome> outcomes() {
        PaymentError error = new PaymentError("card_declined", "insufficient_funds", "No.");
        return Stream.of(
                new Outcome.Created("pi_1", "p-1", "requires_payment_method"),
                new Outcome.Confirmed("pi_1", "succeeded", null),
                new Outcome.Confirmed("pi_1", "requires_payment_method", error),
                Refusals.cardDeclined(error),
                Refusals.stripeUnavailable(),
                Refusals.orderNotFound());
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void isReadAsItWasWritten(Outcome outcome) {
        assertThat(EventJson.read(EventJson.write(outcome), Outcome.class)).isEqualTo(outcome);
    }

    @Test
    void namesItsKind() {
        assertThat(new String(EventJson.write(Refusals.orderNotFound()), StandardCharsets.UTF_8))
                .contains("\"type\":\"refused\"", "\"refusal\":\"order_not_found\"")
                .doesNotContain("mayBeTriedAgain");
    }

    @Test
    void onlyWhatMayHealMayBeTriedAgain() {
        assertThat(Stream.of(Refusal.values())
                        .filter(refusal -> Outcome.Refused.of(refusal, "").mayBeTriedAgain()))
                .containsExactlyInAnyOrder(Refusal.STRIPE_UNAVAILABLE, Refusal.INTERNAL_ERROR);
    }
}
