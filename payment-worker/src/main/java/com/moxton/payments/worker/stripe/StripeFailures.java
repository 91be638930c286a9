package com.moxton.payments.worker.stripe;

import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.events.PaymentError;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.net.StripeResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Sorts what went wrong at Stripe by what may follow.
 *
 * @see <a href="https://docs.stripe.com/error-low-level">Stripe: low-level error handling</a>
 */
final class StripeFailures {
    private final AnswerReader reader;

    StripeFailures(AnswerReader reader) {
        this.reader = reader;
    }

    StripeCallException sort(StripeException failure) {
        int status = failure.getStatusCode() == null ? 0 : failure.getStatusCode();
        String requestId = failure.getRequestId();
        if (failure instanceof ApiConnectionException) {
            return unavailable("No answer from Stripe", failure, null);
        }
        if (status == 401 || status == 403) {
            return new StripeCredentialsException("Stripe refuses our key: status " + status, requestId);
        }
        @Nullable
        StripeResponse response = failure.getStripeError() == null
                ? null
                : failure.getStripeError().getLastResponse();
        JsonNode error = error(response);
        if (!error.isObject() || status == 409 || status == 429 || status >= 500) {
            // No error object: a proxy in between, or half an answer. Whether the call had an effect is unknown.
            return unavailable("Stripe can't serve the call: status " + status, failure, response);
        }
        PaymentError what = reason(error);
        StripeAnswer answer = response == null ? null : answer(response, error);
        String type = error.path("type").asString("");
        if (status == 402 || type.equals("card_error")) {
            return new StripeCardException(what, answer, requestId);
        }
        return new StripeInvalidRequestException(
                what,
                error.path("param").isString() ? error.path("param").stringValue() : null,
                type.equals("idempotency_error"),
                answer,
                requestId);
    }

    private static StripeUnavailableException unavailable(
            String message, StripeException failure, @Nullable StripeResponse response) {
        boolean replayed = response != null && AnswerReader.isReplayed(response);
        boolean repeat = !replayed
                && (response == null
                        || response.headers()
                                .firstValue("Stripe-Should-Retry")
                                .map(Boolean::parseBoolean)
                                .orElse(true));
        return new StripeUnavailableException(
                message, repeat, replayed, why(failure), failure.getRequestId(), failure.getCause());
    }

    private static StripeUnavailableException.Reason why(StripeException failure) {
        return switch (failure.getStatusCode()) {
            case 409 -> StripeUnavailableException.Reason.UNDER_WAY;
            case 429 -> StripeUnavailableException.Reason.TOO_FAST;
            case null, default -> StripeUnavailableException.Reason.AWAY;
        };
    }

    private JsonNode error(@Nullable StripeResponse response) {
        try {
            return response == null
                    ? MissingNode.getInstance()
                    : reader.tree(response).path("error");
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    private static PaymentError reason(JsonNode error) {
        PaymentError reason = IntentJson.error(error);
        return reason == null ? new PaymentError(null, null, null) : reason;
    }

    private @Nullable StripeAnswer answer(StripeResponse response, JsonNode error) {
        JsonNode intent = error.path("payment_intent");
        try {
            return intent.isObject() ? reader.answer(response, intent) : null;
        } catch (MalformedEventException e) {
            // The error itself still counts; a webhook will show the intent.
            return null;
        }
    }
}
