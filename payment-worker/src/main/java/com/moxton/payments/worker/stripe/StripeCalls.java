package com.moxton.payments.worker.stripe;

import com.moxton.payments.events.MalformedEventException;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeObjectInterface;
import com.stripe.net.StripeResponse;
import java.time.Clock;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import tools.jackson.core.JacksonException;

/**
 * All that is done around a call to Stripe, for every call alike: repeated by {@link Retries}; each attempt let through, or
 * not, by {@link StripeGuard}; sorted, logged and measured here. An answer that can't be read counts as none: then it was
 * not Stripe who answered.
 */
final class StripeCalls {
    private static final Logger log = LoggerFactory.getLogger(StripeCalls.class);

    private static final String ANSWERED = "answered";
    private static final String UNREADABLE = "unreadable";
    private static final String ACCOUNT_INVALID = "account_invalid";

    private final Retries retries;
    private final StripeGuard guard;
    private final StripeFailures failures;
    private final StripeMeters meters;
    private final StripeCallWatch watch;
    private final Clock clock;

    StripeCalls(
            Retries retries,
            StripeGuard guard,
            StripeFailures failures,
            StripeMeters meters,
            StripeCallWatch watch,
            Clock clock) {
        this.retries = retries;
        this.guard = guard;
        this.failures = failures;
        this.meters = meters;
        this.watch = watch;
        this.clock = clock;
    }

    /** One call over the wire. */
    interface Wire {
        StripeObjectInterface send() throws StripeException;
    }

    /**
     * @param reader may throw {@link MalformedEventException} or {@link JacksonException}
     */
    <T> T make(StripeOperation operation, CallSubject subject, Wire wire, Function<StripeResponse, T> reader) {
        CallRecorder recorder = new CallRecorder(watch, clock, operation, subject);
        return retries.repeat(operation, () -> attempt(recorder, wire, reader), () -> meters.repeated(operation));
    }

    private <T> T attempt(CallRecorder recorder, Wire wire, Function<StripeResponse, T> reader) {
        recorder.begin();
        try {
            return guard.call(() -> once(recorder, wire, reader));
        } catch (StripeUnavailableException e) {
            if (e.notCalled()) {
                recorder.failed(outcome(e), null, null, 0);
            }
            throw e;
        }
    }

    private <T> T once(CallRecorder recorder, Wire wire, Function<StripeResponse, T> reader) {
        StripeOperation operation = recorder.operation();
        CallSubject about = recorder.subject();
        long sent = System.nanoTime();
        long nanos = 0;
        @Nullable StripeResponse response = null;
        try {
            response = wire.send().getLastResponse();
            nanos = System.nanoTime() - sent;
            T answer = read(response, reader);
            line(operation, operation.level(), about, ANSWERED, nanos)
                    .addKeyValue("stripeRequestId", response.requestId())
                    .addKeyValue("replayed", AnswerReader.isReplayed(response))
                    .log("Stripe call");
            recorder.answered(response, answer, ANSWERED, nanos);
            return answer;
        } catch (StripeException e) {
            nanos = System.nanoTime() - sent;
            StripeCallException failure = failures.sort(e);
            boolean forAPerson = failure instanceof StripeCredentialsException && !isDisconnected(e);
            line(operation, forAPerson ? Level.ERROR : operation.level(), about, outcome(failure), nanos)
                    .addKeyValue("status", e.getStatusCode())
                    .addKeyValue("code", e.getCode())
                    .addKeyValue("stripeRequestId", e.getRequestId())
                    .log(forAPerson ? "Stripe refuses our key: a person has to act" : "Stripe call");
            recorder.failed(outcome(failure), e.getStatusCode(), e.getRequestId(), nanos);
            if (forAPerson) {
                meters.keyRefused();
            }
            throw failure;
        } catch (StripeUnavailableException unreadable) {
            line(operation, operation.level(), about, UNREADABLE, nanos)
                    .addKeyValue("stripeRequestId", unreadable.stripeRequestId())
                    .log("Stripe call");
            if (response != null) {
                recorder.answered(response, null, UNREADABLE, nanos);
            }
            throw unreadable;
        }
    }

    /** A connected account has left, which is its right: our key is as good as it was. */
    private static boolean isDisconnected(StripeException failure) {
        return ACCOUNT_INVALID.equals(failure.getCode());
    }

    private static <T> T read(StripeResponse response, Function<StripeResponse, T> reader) {
        try {
            return reader.apply(response);
        } catch (MalformedEventException e) {
            throw new StripeUnavailableException("Stripe's answer can't be read", true, false, response.requestId(), e);
        } catch (JacksonException e) {
            // Not as the cause: its message quotes the body, and that may hold a client secret.
            throw new StripeUnavailableException(
                    "Stripe's answer can't be read", true, false, response.requestId(), null);
        }
    }

    private LoggingEventBuilder line(
            StripeOperation operation, Level level, CallSubject about, String outcome, long nanos) {
        meters.called(operation, outcome, nanos);
        return log.atLevel(level)
                .addKeyValue("call", operation)
                .addKeyValue("about", about.about())
                .addKeyValue("outcome", outcome)
                .addKeyValue("durationMs", nanos / 1_000_000);
    }

    private static String outcome(StripeCallException failure) {
        return switch (failure) {
            case StripeUnavailableException e -> e.reason().name().toLowerCase(Locale.ROOT);
            case StripeCardException e -> "card_error";
            case StripeInvalidRequestException e -> "invalid_request";
            case StripeCredentialsException e -> "key_refused";
        };
    }
}
