package com.moxton.payments.worker.reconcile;

import com.moxton.payments.worker.publish.PublishingException;
import com.moxton.payments.worker.stripe.StripeCallException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The backfill on demand, for operations. */
@RestController
@RequestMapping("/ops/api/backfill")
class BackfillController {

    private final BackfillRuns runs;
    private final Clock clock;

    BackfillController(BackfillRuns runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    /** @param since how far back to look; null for where the last run came to */
    record Order(@Nullable Instant since) {}

    /** Answers when the run has come to its end. */
    @PostMapping
    ResponseEntity<?> run(@RequestBody(required = false) @Nullable Order order) {
        Instant since = order == null ? null : order.since();
        Instant now = clock.instant();
        if (since != null && (since.isAfter(now) || since.isBefore(now.minus(BackfillSettings.STRIPES_MEMORY)))) {
            return problem(HttpStatus.BAD_REQUEST, "invalid_since", "since must lie within the past 30 days.");
        }
        return runs.runNow(since)
                .<ResponseEntity<?>>map(ResponseEntity::ok)
                .orElseGet(() -> problem(
                        HttpStatus.CONFLICT, "backfill_running", "A backfill is under way, here or elsewhere."));
    }

    @GetMapping
    BackfillCursor.State state() {
        return runs.state();
    }

    @ExceptionHandler
    ResponseEntity<?> stripeIsAway(StripeCallException e) {
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "stripe_unavailable",
                "Stripe did not list its events. What was found is kept; run it again later.");
    }

    @ExceptionHandler
    ResponseEntity<?> kafkaIsAway(PublishingException e) {
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "kafka_unavailable",
                "Kafka did not take what was found. Nothing is lost; run it again later.");
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String code, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("code", code);
        return ResponseEntity.of(problem).build();
    }
}
