package com.moxton.payments.worker.stripe;

import com.moxton.payments.events.MalformedEventException;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeObjectInterface;
import com.stripe.net.StripeResponse;
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

    private final Retries retries;
    private final StripeGuard guard;
    private final StripeFailures failures;
    private final StripeMeters meters;

    StripeCalls(Retries retries, StripeGuard guard, StripeFailures failures, StripeMeters meters) {
        this.retries = retries;
        this.guard = guard;
        this.failures = failures;
        this.meters = meters;
    }

    /** One call over the wire. */
    interface Wire {
        StripeObjectInterface send() throws StripeException;
    }

    /**
     * @param about what it is about, for the log: the intent's id, the page's
     * @param reader may throw {@link MalformedEventException} or {@link JacksonException}
     */
    <T> T make(StripeOperation operation, @Nullable String about, Wire wire, Function<StripeResponse, T> reader) {
        return retries.repeat(
                operation,
                () -> guard.call(() -> once(operation, about, wire, reader)),
                () -> meters.repeated(operation));
    }

    private <T> T once(
            StripeOperation operation, @Nullable String about, Wire wire, Function<StripeResponse, T> reader) {
        long sent = System.nanoTime();
        try {
            StripeResponse response = wire.send().getLastResponse();
            T answer = read(response, reader);
            line(operation, operation.level(), about, "answered", sent)
                    .addKeyValue("stripeRequestId", response.requestId())
                    .addKeyValue("replayed", AnswerReader.isReplayed(response))
                    .log("Stripe call");
            return answer;
        } catch (StripeException e) {
            StripeCallException failure = failures.sort(e);
            boolean forAPerson = failure instanceof StripeCredentialsException;
            line(operation, forAPerson ? Level.ERROR : operation.level(), about, outcome(failure), sent)
                    .addKeyValue("status", e.getStatusCode())
                    .addKeyValue("code", e.getCode())
                    .addKeyValue("stripeRequestId", e.getRequestId())
                    .log(forAPerson ? "Stripe refuses our key: a person has to act" : "Stripe call");
            if (forAPerson) {
                meters.keyRefused();
            }
            throw failure;
        } catch (StripeUnavailableException unreadable) {
            line(operation, operation.level(), about, "unreadable", sent)
                    .addKeyValue("stripeRequestId", unreadable.stripeRequestId())
                    .log("Stripe call");
            throw unreadable;
        }
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
            StripeOperation operation, Level level, @Nullable String about, String outcome, long sent) {
        long nanos = System.nanoTime() - sent;
        meters.called(operation, outcome, nanos);
        return log.atLevel(level)
                .addKeyValue("call", operation)
                .addKeyValue("about", about)
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
