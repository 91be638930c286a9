package com.moxton.payments.simulator.wire;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An error answer in Stripe's shape.
 *
 * @see <a href="https://docs.stripe.com/api/errors">Errors</a>
 */
public final class StripeRefusal extends RuntimeException {

    private final int status;
    private final ObjectNode error;
    private final boolean remembered;

    private StripeRefusal(int status, ObjectNode error, boolean remembered) {
        super(error.path("message").asString(""), null, false, false);
        this.status = status;
        this.error = error;
        this.remembered = remembered;
    }

    /** The request made no sense before any endpoint began to work on it, so no idempotency key remembers it. */
    public static StripeRefusal badParameter(@Nullable String code, @Nullable String param, String message) {
        return new StripeRefusal(400, body("invalid_request_error", code, param, message), false);
    }

    /** The endpoint began to work and then refused: the idempotency key answers the same from now on. */
    public static StripeRefusal invalidRequest(@Nullable String code, @Nullable String param, String message) {
        return new StripeRefusal(400, body("invalid_request_error", code, param, message), true);
    }

    public static StripeRefusal missing(String what, String id) {
        String param = what.equals("payment_intent") ? "intent" : what.equals("event") ? "id" : what;
        return new StripeRefusal(
                404,
                body("invalid_request_error", "resource_missing", param, "No such %s: '%s'".formatted(what, id)),
                true);
    }

    public static StripeRefusal unknownUrl(String method, String path) {
        String message = "Unrecognized request URL (%s: %s). Please see https://stripe.com/docs or we can help at "
                + "https://support.stripe.com/.";
        return new StripeRefusal(
                404, body("invalid_request_error", null, null, message.formatted(method, path)), false);
    }

    public static StripeRefusal unauthenticated(@Nullable String code, String message) {
        return new StripeRefusal(401, body("invalid_request_error", code, null, message), false);
    }

    /** The key is right, and may not act for the account that the header {@code Stripe-Account} names. */
    public static StripeRefusal noAccess(String account) {
        return new StripeRefusal(
                403,
                body(
                        "invalid_request_error",
                        "account_invalid",
                        null,
                        ("The provided key does not have access to account '%s' (or that account does not exist). "
                                        + "Application access may have been revoked.")
                                .formatted(account)),
                false);
    }

    public static StripeRefusal idempotency(int status, @Nullable String code, String message) {
        return new StripeRefusal(status, body("idempotency_error", code, null, message), false);
    }

    public static StripeRefusal rateLimited() {
        return new StripeRefusal(
                429,
                body(
                        "invalid_request_error",
                        "rate_limit",
                        null,
                        "Request rate limit exceeded. Learn more about rate limits here "
                                + "https://stripe.com/docs/rate-limits."),
                false);
    }

    /** Somebody else holds the object: Stripe says so with a 429 of its own kind, or with a 409. */
    public static StripeRefusal locked(int status) {
        return new StripeRefusal(
                status,
                body(
                        "invalid_request_error",
                        "lock_timeout",
                        null,
                        "This object cannot be accessed right now because another API request or Stripe process is "
                                + "currently accessing it. If you see this error intermittently, retry the request."),
                false);
    }

    /** @param remembered 500: the endpoint broke at work; other 5xx: the request never came as far as that */
    public static StripeRefusal broken(int status, boolean remembered) {
        return new StripeRefusal(
                status,
                body(
                        "api_error",
                        null,
                        null,
                        "Sorry! There was an error while talking to our servers. Please let us know at "
                                + "support@stripe.com"),
                remembered);
    }

    public static StripeRefusal card(ObjectNode error) {
        return new StripeRefusal(402, error.deepCopy(), true);
    }

    public static ObjectNode body(String type, @Nullable String code, @Nullable String param, String message) {
        ObjectNode error = StripeJson.object();
        if (code != null) {
            error.put("code", code);
            error.put("doc_url", docUrl(code));
        }
        error.put("message", message);
        if (param != null) {
            error.put("param", param);
        }
        error.put("type", type);
        return error;
    }

    public static String docUrl(String code) {
        return "https://stripe.com/docs/error-codes/"
                + code.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public StripeRefusal with(String field, ObjectNode value) {
        error.set(field, value);
        return this;
    }

    public int status() {
        return status;
    }

    /** Whether an idempotency key keeps this answer. */
    public boolean remembered() {
        return remembered;
    }

    /** A copy: the answer adds the request's own address to it. */
    public ObjectNode error() {
        return error.deepCopy();
    }
}
