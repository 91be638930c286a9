package com.moxton.payments.simulator;

import static com.moxton.payments.simulator.SimulatedStripe.confirmWith;
import static com.moxton.payments.simulator.SimulatedStripe.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentUpdateParams;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** stripe-java over the wire, as it would talk to Stripe. */
class PaymentIntentContractTest {

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
    void speaksTheVersionThatStripeJavaIsMadeFor() {
        assertThat(SimulatorSettings.API_VERSION).isEqualTo(Stripe.API_VERSION);
    }

    @Test
    void createsAnIntent() throws StripeException {
        PaymentIntent intent = stripe.v1().paymentIntents().create(order("o-1").build());

        assertThat(intent.getId()).startsWith("pi_");
        assertThat(intent.getClientSecret()).startsWith(intent.getId() + "_secret_");
        assertThat(intent.getStatus()).isEqualTo("requires_payment_method");
        assertThat(intent.getAmount()).isEqualTo(4999);
        assertThat(intent.getMetadata()).containsEntry("order_id", "o-1");
        assertThat(intent.getAutomaticPaymentMethods().getEnabled()).isTrue();
        assertThat(intent.getLastResponse().requestId()).startsWith("req_");
        assertThat(intent.getLastResponse().headers().firstValue("Date")).isPresent();
    }

    @Test
    void retrievesWhatItCreated() throws StripeException {
        PaymentIntent created = stripe.v1().paymentIntents().create(order("o-2").build());

        assertThat(stripe.v1().paymentIntents().retrieve(created.getId())).isEqualTo(created);
    }

    @Test
    void paysWithAGoodCard() throws StripeException {
        PaymentIntent intent = stripe.v1().paymentIntents().create(order("o-3").build());

        PaymentIntent paid = stripe.v1().paymentIntents().confirm(intent.getId(), confirmWith("pm_card_visa"));

        assertThat(paid.getStatus()).isEqualTo("succeeded");
        assertThat(paid.getAmountReceived()).isEqualTo(4999);
        assertThat(paid.getPaymentMethod()).startsWith("pm_1");
        assertThat(stripe.v1().charges().retrieve(paid.getLatestCharge()).getPaymentIntent())
                .isEqualTo(intent.getId());
    }

    @ParameterizedTest
    @CsvSource({
        "pm_card_chargeDeclined, card_declined, generic_decline",
        "pm_card_chargeDeclinedInsufficientFunds, card_declined, insufficient_funds",
        "pm_card_chargeDeclinedExpiredCard, expired_card,",
        "pm_card_chargeDeclinedIncorrectCvc, incorrect_cvc,",
        "pm_card_chargeDeclinedProcessingError, processing_error,"
    })
    void declinesABadCard(String method, String code, String declineCode) throws StripeException {
        PaymentIntent intent = stripe.v1().paymentIntents().create(order("o-4").build());

        assertThatExceptionOfType(CardException.class)
                .isThrownBy(() -> stripe.v1().paymentIntents().confirm(intent.getId(), confirmWith(method)))
                .satisfies(refused -> {
                    assertThat(refused.getStatusCode()).isEqualTo(402);
                    assertThat(refused.getCode()).isEqualTo(code);
                    assertThat(refused.getDeclineCode()).isEqualTo(declineCode);
                    assertThat(refused.getStripeError().getPaymentIntent().getId())
                            .isEqualTo(intent.getId());
                    assertThat(refused.getStripeError().getPaymentIntent().getStatus())
                            .isEqualTo("requires_payment_method");
                });

        PaymentIntent after = stripe.v1().paymentIntents().retrieve(intent.getId());
        assertThat(after.getStatus()).isEqualTo("requires_payment_method");
        assertThat(after.getLastPaymentError().getCode()).isEqualTo(code);
        assertThat(after.getPaymentMethod()).isNull();
    }

    @Test
    void asksForAuthenticationAndSendsTheCustomerBack() throws Exception {
        PaymentIntent intent = stripe.v1().paymentIntents().create(order("o-5").build());
        PaymentIntent waiting =
                stripe.v1().paymentIntents().confirm(intent.getId(), confirmWith("pm_card_authenticationRequired"));
        assertThat(waiting.getStatus()).isEqualTo("requires_action");
        assertThat(waiting.getNextAction().getType()).isEqualTo("redirect_to_url");
        URI page = URI.create(waiting.getNextAction().getRedirectToUrl().getUrl());
        HttpClient browser = HttpClient.newHttpClient();

        assertThat(browser.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                        .body())
                .contains("Complete authentication", "49.99 USD");
        HttpResponse<String> done = browser.send(
                HttpRequest.newBuilder(page)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("outcome=complete"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(done.headers().firstValue("Location").orElseThrow())
                .startsWith("http://localhost:8090/orders/1?tab=pay&payment_intent=" + intent.getId())
                .endsWith("&redirect_status=succeeded");
        assertThat(stripe.v1().paymentIntents().retrieve(intent.getId()).getStatus())
                .isEqualTo("succeeded");
    }

    @Test
    void failsThePaymentWhenTheAuthenticationFails() throws StripeException {
        PaymentIntent intent = stripe.v1().paymentIntents().create(order("o-6").build());
        stripe.v1().paymentIntents().confirm(intent.getId(), confirmWith("pm_card_authenticationRequired"));

        simulator.authenticate(intent.getId(), false);

        PaymentIntent failed = stripe.v1().paymentIntents().retrieve(intent.getId());
        assertThat(failed.getStatus()).isEqualTo("requires_payment_method");
        assertThat(failed.getLastPaymentError().getCode()).isEqualTo("payment_intent_authentication_failure");
    }

    @Test
    void refusesToConfirmWhatHasSucceeded() throws StripeException {
        PaymentIntent intent = stripe.v1().paymentIntents().create(order("o-7").build());
        stripe.v1().paymentIntents().confirm(intent.getId(), confirmWith("pm_card_visa"));

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.v1().paymentIntents().confirm(intent.getId(), confirmWith("pm_card_visa")))
                .satisfies(refused -> {
                    assertThat(refused.getStatusCode()).isEqualTo(400);
                    assertThat(refused.getCode()).isEqualTo("payment_intent_unexpected_state");
                    assertThat(refused.getStripeError().getPaymentIntent().getStatus())
                            .isEqualTo("succeeded");
                });
    }

    @Test
    void cancelsOnlyOnce() throws StripeException {
        PaymentIntent intent = stripe.v1().paymentIntents().create(order("o-8").build());

        PaymentIntent canceled = stripe.v1()
                .paymentIntents()
                .cancel(
                        intent.getId(),
                        PaymentIntentCancelParams.builder()
                                .setCancellationReason(
                                        PaymentIntentCancelParams.CancellationReason.REQUESTED_BY_CUSTOMER)
                                .build());

        assertThat(canceled.getStatus()).isEqualTo("canceled");
        assertThat(canceled.getCancellationReason()).isEqualTo("requested_by_customer");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.v1().paymentIntents().cancel(intent.getId()))
                .satisfies(refused -> assertThat(refused.getCode()).isEqualTo("payment_intent_unexpected_state"));
    }

    @Test
    void capturesByHand() throws StripeException {
        PaymentIntent intent = stripe.v1()
                .paymentIntents()
                .create(order("o-9")
                        .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL)
                        .build());
        PaymentIntent held = stripe.v1().paymentIntents().confirm(intent.getId(), confirmWith("pm_card_visa"));
        assertThat(held.getStatus()).isEqualTo("requires_capture");
        assertThat(held.getAmountCapturable()).isEqualTo(4999);

        PaymentIntent captured = stripe.v1()
                .paymentIntents()
                .capture(
                        intent.getId(),
                        PaymentIntentCaptureParams.builder()
                                .setAmountToCapture(3000L)
                                .build());

        assertThat(captured.getStatus()).isEqualTo("succeeded");
        assertThat(captured.getAmountReceived()).isEqualTo(3000);
    }

    @Test
    void updatesAmountAndMetadata() throws StripeException {
        PaymentIntent intent = stripe.v1().paymentIntents().create(order("o-10").build());

        PaymentIntent updated = stripe.v1()
                .paymentIntents()
                .update(
                        intent.getId(),
                        PaymentIntentUpdateParams.builder()
                                .setAmount(1000L)
                                .putMetadata("gift", "yes")
                                .build());

        assertThat(updated.getAmount()).isEqualTo(1000);
        assertThat(updated.getMetadata()).containsEntry("gift", "yes").containsEntry("order_id", "o-10");
    }

    @Test
    void confirmsAtCreationWithAnAttachedMethod() throws StripeException {
        PaymentIntent intent = stripe.v1()
                .paymentIntents()
                .create(order("o-11")
                        .setPaymentMethod("pm_card_mastercard")
                        .setConfirm(true)
                        .setReturnUrl("http://localhost/")
                        .build());

        assertThat(intent.getStatus()).isEqualTo("succeeded");
    }

    @Test
    void listsNewestFirstPageByPage() throws StripeException {
        String first = stripe.v1().paymentIntents().create(order("p-1").build()).getId();
        String second =
                stripe.v1().paymentIntents().create(order("p-2").build()).getId();

        var page = stripe.v1()
                .paymentIntents()
                .list(PaymentIntentListParams.builder().setLimit(1L).build());
        assertThat(page.getData()).extracting(PaymentIntent::getId).containsExactly(second);
        assertThat(page.getHasMore()).isTrue();
        var next = stripe.v1()
                .paymentIntents()
                .list(PaymentIntentListParams.builder()
                        .setLimit(1L)
                        .setStartingAfter(second)
                        .build());
        assertThat(next.getData()).extracting(PaymentIntent::getId).containsExactly(first);
        assertThat(stripe.v1().paymentIntents().list().autoPagingIterable())
                .hasSizeGreaterThan(1)
                .hasSize(simulator.intents().size());
    }
}
