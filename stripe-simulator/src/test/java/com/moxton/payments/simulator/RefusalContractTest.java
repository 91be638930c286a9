package com.moxton.payments.simulator;

import static com.moxton.payments.simulator.SimulatedStripe.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.stripe.StripeClient;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Stripe refuses before it does anything. */
class RefusalContractTest {

    private static StripeSimulator simulator;
    private static StripeClient stripe;

    @BeforeAll
    static void start() {
        simulator = StripeSimulator.start(SimulatorSettings.defaults());
        stripe = SimulatedStripe.client(simulator);
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @Test
    void saysWhatIsMissing() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.v1().paymentIntents().retrieve("pi_3nothing"))
                .satisfies(refused -> {
                    assertThat(refused.getStatusCode()).isEqualTo(404);
                    assertThat(refused.getCode()).isEqualTo("resource_missing");
                    assertThat(refused.getStripeError().getDocUrl()).contains("resource-missing");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "49, usd, amount_too_small",
        "100000000, usd, amount_too_large",
        "0, usd, parameter_invalid_integer",
        "49, jpy, amount_too_small",
        "5124, kwd,",
        "501, isk,",
        "500, xyz,"
    })
    void refusesAmountsThatStripeRefuses(long amount, String currency, String code) {
        var params = PaymentIntentCreateParams.builder()
                .setAmount(amount)
                .setCurrency(currency)
                .build();

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.v1().paymentIntents().create(params))
                .satisfies(refused -> assertThat(refused.getCode()).isEqualTo(code));
    }

    @Test
    void refusesParametersItDoesNotKnow() {
        var params = order("o-12").putExtraParam("amuont", "1").build();

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.v1().paymentIntents().create(params))
                .satisfies(refused -> assertThat(refused.getCode()).isEqualTo("parameter_unknown"));
    }

    @Test
    void wantsAReturnUrlWhenMethodsMayRedirect() throws StripeException {
        PaymentIntent intent = stripe.v1().paymentIntents().create(order("o-13").build());
        var params = PaymentIntentConfirmParams.builder()
                .setPaymentMethod("pm_card_visa")
                .build();

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.v1().paymentIntents().confirm(intent.getId(), params))
                .satisfies(refused -> assertThat(refused.getMessage()).contains("return_url"));
    }

    @Test
    void refusesKeysThatAreNoTestKeys() {
        StripeClient stranger = SimulatedStripe.client(simulator, "sk_live_oops");

        assertThatExceptionOfType(AuthenticationException.class)
                .isThrownBy(() -> stranger.v1().paymentIntents().list())
                .satisfies(refused -> assertThat(refused.getStatusCode()).isEqualTo(401));
    }
}
