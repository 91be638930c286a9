package com.moxton.payments.ingress.intent;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.ClientSecret;
import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.events.Refusal;
import com.moxton.payments.ingress.problem.Problem;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.ResponseEntity;

class AnswerTest {

    @Test
    void givesTheClientSecret() {
        ResponseEntity<Object> answer = Answer.of(new PaymentReply.IntentCreated(
                "r1", "u", null, "pi_1", "p1", "requires_payment_method", new ClientSecret("pi_1_secret_x")));

        assertThat(answer.getStatusCode().value()).isEqualTo(200);
        assertThat(json(answer))
                .isEqualTo("{\"clientSecret\":\"pi_1_secret_x\",\"intentId\":\"pi_1\",\"paymentId\":\"p1\","
                        + "\"requestId\":\"r1\",\"status\":\"requires_payment_method\"}");
        assertThat(String.valueOf(answer.getBody())).doesNotContain("secret_x");
    }

    @Test
    void saysWhenAnEarlierRequestGotTheAnswerAlready() {
        ResponseEntity<Object> answer = Answer.of(new PaymentReply.IntentCreated(
                "r2", "u", "r1", "pi_1", "p1", "requires_payment_method", new ClientSecret("s")));

        assertThat(answer.getHeaders().getFirst("Idempotent-Replayed")).isEqualTo("true");
        assertThat(json(answer)).contains("\"requestId\":\"r1\"");
    }

    @Test
    void tellsWhatTheCustomerHasToDoNext() {
        ResponseEntity<Object> answer = Answer.of(new PaymentReply.IntentConfirmed(
                "r1",
                "u",
                null,
                "pi_1",
                "requires_action",
                new PaymentReply.NextAction("redirect_to_url", "https://bank.example"),
                null));

        assertThat(json(answer))
                .isEqualTo("{\"intentId\":\"pi_1\",\"status\":\"requires_action\",\"nextAction\":"
                        + "{\"type\":\"redirect_to_url\",\"redirectUrl\":\"https://bank.example\"}}");
    }

    @Test
    void showsAPaymentInItsCurrencysScale() {
        assertThat(json(Answer.of(new PaymentReply.PaymentFound("r", "u", payment("49.9900", "usd")))))
                .isEqualTo("{\"intentId\":\"pi_1\",\"paymentId\":\"p1\",\"orderId\":\"o1\",\"amount\":49.99,"
                        + "\"currency\":\"usd\",\"status\":\"succeeded\",\"orderStatus\":\"paid\","
                        + "\"updatedAt\":\"2026-11-23T12:00:00Z\"}");
        assertThat(json(Answer.of(new PaymentReply.PaymentFound("r", "u", payment("500.0000", "jpy")))))
                .contains("\"amount\":500,");
        assertThat(PaymentView.of(payment("1.2345", "usd")).amount()).isEqualTo("1.2345");
        assertThat(PaymentView.of(payment("1.2345", "???")).amount()).isEqualTo("1.2345");
    }

    @Test
    void saysWhereToAskForAPendingOne() {
        ResponseEntity<Object> answer = Answer.of(Optional.empty(), "r1", Duration.ofSeconds(1));

        assertThat(answer.getStatusCode().value()).isEqualTo(202);
        assertThat(answer.getHeaders().getFirst("Location")).isEqualTo("/api/payments/requests/r1");
        assertThat(answer.getHeaders().getFirst("Retry-After")).isEqualTo("1");
        assertThat(json(answer)).isEqualTo("{\"requestId\":\"r1\",\"status\":\"pending\"}");
    }

    @Test
    void givesTheReasonOfADecline() {
        Problem problem =
                problem(Refusal.CARD_DECLINED, new PaymentError("card_declined", "insufficient_funds", "No."), null);

        assertThat(problem.status()).isEqualTo(402);
        assertThat(problem.members())
                .containsEntry("declineCode", "insufficient_funds")
                .containsKey("lastError");
    }

    @Test
    void givesStripesErrorCodeWhereTheIssuerGaveNone() {
        assertThat(problem(Refusal.CARD_DECLINED, new PaymentError("expired_card", null, null), null)
                        .members())
                .containsEntry("declineCode", "expired_card");
        assertThat(problem(Refusal.CARD_DECLINED, null, null).members()).isEmpty();
    }

    @Test
    void saysWhetherToTryStripeAgain() {
        Problem worthARetry = problem(Refusal.STRIPE_UNAVAILABLE, null, 7);
        assertThat(worthARetry.status()).isEqualTo(503);
        assertThat(worthARetry.headers()).containsEntry("Retry-After", "7");
        assertThat(worthARetry.members()).containsEntry("retryable", true);

        Problem hopeless = problem(Refusal.STRIPE_UNAVAILABLE, null, null);
        assertThat(hopeless.headers()).doesNotContainKey("Retry-After");
        assertThat(hopeless.members()).containsEntry("retryable", false);
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERNAL_ERROR", "STRIPE_UNAVAILABLE"})
    void tellsNothingOfOurOwnFailures(Refusal refusal) {
        assertThat(problem(refusal, null, null).detail()).doesNotContain("the worker's words");
    }

    @Test
    void repeatsARefusalUnderItsFirstId() {
        Problem problem = Answer.problem(
                new PaymentReply.Refused("r2", "u", "r1", Refusal.ORDER_CANCELED, "Canceled.", null, null));

        assertThat(problem.requestId()).isEqualTo("r1");
        assertThat(problem.headers()).containsEntry("Idempotent-Replayed", "true");
        assertThat(problem.detail()).isEqualTo("Canceled.");
    }

    private static Problem problem(Refusal refusal, @Nullable PaymentError error, @Nullable Integer retryAfter) {
        return Answer.problem(
                new PaymentReply.Refused("r", "u", null, refusal, "the worker's words", error, retryAfter));
    }

    private static PaymentUpdate payment(String amount, String currency) {
        return new PaymentUpdate(
                "p1",
                "o1",
                "pi_1",
                new BigDecimal(amount),
                currency,
                "succeeded",
                "paid",
                null,
                3,
                Instant.parse("2026-11-23T12:00:00Z"));
    }

    private static String json(ResponseEntity<Object> answer) {
        return new String(EventJson.write(answer.getBody()), StandardCharsets.UTF_8);
    }
}
