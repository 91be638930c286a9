package com.moxton.payments.ingress.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemCodeTest {

    @Test
    void answersEveryRefusalWithItsStatus() {
        String table = Arrays.stream(Refusal.values())
                .map(refusal -> refusal.code() + " " + ProblemCode.of(refusal).status())
                .collect(Collectors.joining("\n"));

        assertThat(table).isEqualTo("""
                        order_not_found 404
                        amount_mismatch 422
                        order_already_paid 409
                        order_canceled 409
                        order_in_review 409
                        payment_not_found 404
                        payment_state_conflict 409
                        idempotency_key_reused 422
                        card_declined 402
                        stripe_rejected 422
                        stripe_unavailable 503
                        worker_unavailable 503
                        internal_error 500""");
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheRefusalsOwnCode(Refusal refusal) {
        assertThat(ProblemCode.of(refusal).code()).isEqualTo(refusal.code());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405, 406, 408, 413, 414, 415, 429, 431, 501, 503})
    void knowsTheStatusesThatFrameworksUse(int status) {
        assertThat(ProblemCode.ofStatus(status).status()).isEqualTo(status);
    }

    @Test
    void keepsAStatusItHasNoCodeFor() {
        assertThat(Problem.ofStatus(418))
                .returns(418, Problem::status)
                .returns(ProblemCode.INVALID_REQUEST, Problem::code);
        assertThat(Problem.ofStatus(599))
                .returns(599, Problem::status)
                .returns(ProblemCode.INTERNAL_ERROR, Problem::code);
    }

    @Test
    void writesWhatRfc9457AndTheContractAskFor() {
        Problem problem = Problem.of(ProblemCode.CARD_DECLINED, "Declined.")
                .with("declineCode", "lost_card")
                .with("absent", null)
                .retryAfter(Duration.ZERO);

        assertThat(new String(EventJson.write(problem.body("r1")), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"type\":\"urn:moxton:payments:problem:card_declined\",\"title\":\"The card was declined\","
                                + "\"status\":402,\"detail\":\"Declined.\",\"code\":\"card_declined\",\"requestId\":\"r1\","
                                + "\"declineCode\":\"lost_card\"}");
        assertThat(problem.forRequest("r2").body("r1")).containsEntry("requestId", "r2");
        assertThat(problem.headers()).containsEntry("Retry-After", "1");
    }
}
