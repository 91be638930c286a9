package com.moxton.payments.local.stack.storefront;

import java.net.URI;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Errors in the form that ingress-service uses too (RFC 9457). */
@RestControllerAdvice
class StorefrontProblems extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(StorefrontProblems.class);
    private static final String RETRY_AFTER_SECONDS = "2";

    @ExceptionHandler
    ResponseEntity<Object> invalid(InvalidOrderException e, WebRequest request) {
        ProblemDetail problem = problem(
                HttpStatus.BAD_REQUEST, "invalid_request", "The order is not valid", String.valueOf(e.getMessage()));
        problem.setProperty("member", e.member());
        return answer(e, problem, new HttpHeaders(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> missing(OrderNotFoundException e, WebRequest request) {
        return answer(
                e,
                problem(HttpStatus.NOT_FOUND, "order_not_found", "No such order", "There is no such order."),
                new HttpHeaders(),
                request);
    }

    @ExceptionHandler
    ResponseEntity<Object> down(DataAccessException e, WebRequest request) {
        log.atWarn().addKeyValue("cause", e.getClass().getSimpleName()).log("the database can't be used");
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        ProblemDetail problem = problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "unavailable",
                "Temporarily unavailable",
                "The orders can't be had at the moment.");
        return answer(e, problem, headers, request);
    }

    /** What Spring refuses by itself: its own words name classes and quote the body, so only the status is kept. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        HttpStatus known = HttpStatus.valueOf(status.value());
        String code = known == HttpStatus.BAD_REQUEST
                ? "invalid_request"
                : known.name().toLowerCase(Locale.ROOT);
        String detail = known == HttpStatus.BAD_REQUEST
                ? "The body must be JSON such as {\"amount\": 49.99, \"currency\": \"usd\"}."
                : known.getReasonPhrase() + ".";
        return answer(e, problem(known, code, known.getReasonPhrase(), detail), headers, request);
    }

    private ResponseEntity<Object> answer(Exception e, ProblemDetail problem, HttpHeaders headers, WebRequest request) {
        ResponseEntity<Object> answer = super.handleExceptionInternal(
                e, problem, headers, HttpStatusCode.valueOf(problem.getStatus()), request);
        return answer == null ? ResponseEntity.of(problem).build() : answer;
    }

    private static ProblemDetail problem(HttpStatus status, String code, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:moxton:payments:problem:" + code));
        problem.setTitle(title);
        problem.setProperty("code", code);
        problem.setProperty("requestId", UUID.randomUUID().toString());
        return problem;
    }
}
