package com.moxton.payments.ingress.intent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.moxton.payments.events.ClientSecret;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.ingress.problem.Problem;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/** A reply as HTTP: the same whether the call waited for it, or it was asked for later. */
final class Answer {
    /** On an answer that an earlier request with the same Idempotency-Key got already. */
    static final String REPLAYED_HEADER = "Idempotent-Replayed";

    static final String REQUESTS_PATH = "/api/payments/requests/";

    record Created(ClientSecret clientSecret, String intentId, String paymentId, String requestId, String status) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Confirmed(
            String intentId,
            String status,
            PaymentReply.@Nullable NextAction nextAction,
            @Nullable PaymentError lastError) {}

    record Pending(String requestId, String status) {}

    private Answer() {}

    /**
     * @throws ProblemException when the reply is a refusal
     */
    static ResponseEntity<Object> of(Optional<PaymentReply> reply, String requestId, Duration pollAfter) {
        return reply.map(Answer::of).orElseGet(() -> pending(requestId, pollAfter));
    }

    static ResponseEntity<Object> of(PaymentReply reply) {
        return switch (reply) {
            case PaymentReply.IntentCreated created ->
                ok(
                        created,
                        new Created(
                                created.clientSecret(),
                                created.intentId(),
                                created.paymentId(),
                                answeredId(created),
                                created.status()));
            case PaymentReply.IntentConfirmed confirmed ->
                ok(
                        confirmed,
                        new Confirmed(
                                confirmed.intentId(),
                                confirmed.status(),
                                confirmed.nextAction(),
                                confirmed.lastError()));
            case PaymentReply.PaymentFound found -> ok(found, PaymentView.of(found.payment()));
            case PaymentReply.Refused refused -> throw new ProblemException(problem(refused));
        };
    }

    static ResponseEntity<Object> pending(String requestId, Duration pollAfter) {
        return ResponseEntity.accepted()
                .header(HttpHeaders.LOCATION, REQUESTS_PATH + requestId)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(pollAfter.toSeconds()))
                .body(new Pending(requestId, "pending"));
    }

    static Problem problem(PaymentReply.Refused refused) {
        ProblemCode code = ProblemCode.of(refused.refusal());
        Integer retryAfter = refused.retryAfterSeconds();
        Problem problem = Problem.of(code, detail(code, refused)).forRequest(answeredId(refused));
        if (retryAfter != null) {
            problem = problem.retryAfter(Duration.ofSeconds(retryAfter));
        }
        if (refused.replayedFrom() != null) {
            problem = problem.withHeader(REPLAYED_HEADER, "true");
        }
        return switch (code) {
            case CARD_DECLINED -> declined(problem, refused.error());
            case STRIPE_UNAVAILABLE -> problem.with("retryable", retryAfter != null);
            default -> problem;
        };
    }

    /** Not every card error is an issuer's decline; then Stripe's error code is the reason. */
    private static Problem declined(Problem problem, @Nullable PaymentError error) {
        if (error == null) {
            return problem;
        }
        String reason = error.declineCode() == null ? error.code() : error.declineCode();
        return problem.with("declineCode", reason).with("lastError", error);
    }

    /** Of our own failures nothing is told but that they happened. */
    private static String detail(ProblemCode code, PaymentReply.Refused refused) {
        return switch (code) {
            case STRIPE_UNAVAILABLE ->
                refused.retryAfterSeconds() == null
                        ? "Stripe could not be reached. Repeating the request now will not help."
                        : "Stripe could not be reached. Nothing was lost: repeat the request after Retry-After.";
            case INTERNAL_ERROR -> "The request failed on our side. Repeating it will not help until we have looked.";
            default -> refused.detail();
        };
    }

    private static ResponseEntity<Object> ok(PaymentReply reply, Object body) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        return (reply.replayedFrom() == null ? answer : answer.header(REPLAYED_HEADER, "true")).body(body);
    }

    /** The id under which the answer was first given. */
    private static String answeredId(PaymentReply reply) {
        return Objects.requireNonNullElse(reply.replayedFrom(), reply.requestId());
    }
}
