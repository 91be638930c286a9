package com.moxton.payments.simulator;

import static com.moxton.payments.simulator.SimulatedStripe.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.stripe.StripeClient;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a page in a browser may do with a publishable key and a client secret. */
class BrowserContractTest {

    private static StripeSimulator simulator;
    private static StripeClient shop;
    private static StripeClient browser;

    @BeforeAll
    static void start() {
        simulator = StripeSimulator.start(SimulatorSettings.defaults());
        shop = SimulatedStripe.client(simulator);
        browser = SimulatedStripe.client(simulator, "pk_test_simulator");
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @Test
    void paysByCardNumberWithTheClientSecret() throws StripeException {
        PaymentIntent intent = shop.v1().paymentIntents().create(order("b-1").build());

        PaymentIntent paid = browser.v1()
                .paymentIntents()
                .confirm(intent.getId(), card("4242 4242 4242 4242", intent.getClientSecret()));

        assertThat(paid.getStatus()).isEqualTo("succeeded");
        assertThat(paid.getMetadata()).isNull();
        assertThat(browser.v1()
                        .paymentIntents()
                        .retrieve(
                                intent.getId(),
                                PaymentIntentRetrieveParams.builder()
                                        .setClientSecret(intent.getClientSecret())
                                        .build())
                        .getStatus())
                .isEqualTo("succeeded");
    }

    @Test
    void declinesByCardNumber() throws StripeException {
        PaymentIntent intent = shop.v1().paymentIntents().create(order("b-2").build());

        assertThatExceptionOfType(CardException.class)
                .isThrownBy(() -> browser.v1()
                        .paymentIntents()
                        .confirm(intent.getId(), card("4000000000000002", intent.getClientSecret())))
                .satisfies(refused -> assertThat(refused.getDeclineCode()).isEqualTo("generic_decline"));
        assertThatExceptionOfType(CardException.class)
                .isThrownBy(() -> browser.v1()
                        .paymentIntents()
                        .confirm(intent.getId(), card("4111111111111112", intent.getClientSecret())))
                .satisfies(refused -> assertThat(refused.getCode()).isEqualTo("incorrect_number"));
    }

    @Test
    void seesNothingWithoutTheClientSecret() throws StripeException {
        PaymentIntent intent = shop.v1().paymentIntents().create(order("b-3").build());

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> browser.v1().paymentIntents().retrieve(intent.getId()));
        assertThatExceptionOfType(AuthenticationException.class)
                .isThrownBy(() -> browser.v1().paymentIntents().list());
        assertThatExceptionOfType(AuthenticationException.class)
                .isThrownBy(
                        () -> browser.v1().paymentIntents().create(order("b-4").build()));
    }

    /** In a container it listens at an address that a customer's browser can't reach. */
    @Test
    void sendsCustomersToThePublicAddress() throws StripeException {
        SimulatorSettings settings = SimulatorSettings.defaults().withPublicUrl("http://localhost:4242");
        try (StripeSimulator contained = StripeSimulator.start(settings)) {
            PaymentIntent intent = SimulatedStripe.client(contained)
                    .v1()
                    .paymentIntents()
                    .create(order("b-5")
                            .setConfirm(true)
                            .setPaymentMethod("pm_card_authenticationRequired")
                            .setReturnUrl("https://shop.example/")
                            .build());

            assertThat(intent.getNextAction().getRedirectToUrl().getUrl())
                    .startsWith("http://localhost:4242/_simulator/");
            assertThat(contained.baseUrl()).doesNotContain("4242");
        }
    }

    private static PaymentIntentConfirmParams card(String number, String clientSecret) {
        return PaymentIntentConfirmParams.builder()
                .setReturnUrl("http://localhost/")
                .putExtraParam("client_secret", clientSecret)
                .putExtraParam("payment_method_data", Map.of("type", "card", "card", Map.of("number", number)))
                .build();
    }
}
