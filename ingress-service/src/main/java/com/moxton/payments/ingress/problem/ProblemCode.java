package com.moxton.payments.ingress.problem;

import com.moxton.payments.events.Refusal;
import java.util.Locale;

/**
 * Every {@code code} a caller can meet, with its status. Callers branch on the code; title and detail are for people and
 * may change.
 */
public enum ProblemCode {
    INVALID_REQUEST(400, "The request is not valid"),
    IDEMPOTENCY_KEY_INVALID(400, "The Idempotency-Key is not valid"),
    SIGNATURE_MISSING(400, "The Stripe-Signature header is missing"),
    SIGNATURE_MALFORMED(400, "The Stripe-Signature header is malformed"),
    SIGNATURE_MISMATCH(400, "No signature matches the body"),
    TIMESTAMP_OUT_OF_TOLERANCE(400, "The signature is too old or from the future"),
    NOT_A_STRIPE_EVENT(400, "The body is not a Stripe event"),
    UNAUTHORIZED(401, "A valid token is needed"),
    CARD_DECLINED(402, "The card was declined"),
    FORBIDDEN(403, "Not allowed"),
    NOT_FOUND(404, "Nothing here"),
    REQUEST_NOT_FOUND(404, "No such request"),
    ORDER_NOT_FOUND(404, "No such order"),
    PAYMENT_NOT_FOUND(404, "No such payment"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NOT_ACCEPTABLE(406, "No representation that the caller accepts"),
    REQUEST_TIMEOUT(408, "The request did not arrive in time"),
    ORDER_ALREADY_PAID(409, "The order is paid already"),
    ORDER_CANCELED(409, "The order was canceled"),
    ORDER_IN_REVIEW(409, "The order is under review"),
    PAYMENT_STATE_CONFLICT(409, "The payment's state does not allow it"),
    BODY_TOO_LARGE(413, "The body is too large"),
    URI_TOO_LONG(414, "The address is too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's type is not supported"),
    AMOUNT_MISMATCH(422, "The amount differs from the order's"),
    IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key was used with another body"),
    STRIPE_REJECTED(422, "Stripe refused the request"),
    TOO_MANY_REQUESTS(429, "Too many calls"),
    TOO_MANY_STREAMS(429, "Too many live streams"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    INTERNAL_ERROR(500, "Something went wrong on our side"),
    NOT_IMPLEMENTED(501, "Not implemented"),
    STRIPE_UNAVAILABLE(503, "Stripe can't be reached"),
    WORKER_UNAVAILABLE(503, "The request can't be carried out now"),
    UNAVAILABLE(503, "Temporarily unavailable");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The wire form: {@code order_not_found}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The whole table from the worker's refusals to HTTP. */
    public static ProblemCode of(Refusal refusal) {
        return switch (refusal) {
            case ORDER_NOT_FOUND -> ORDER_NOT_FOUND;
            case AMOUNT_MISMATCH -> AMOUNT_MISMATCH;
            case ORDER_ALREADY_PAID -> ORDER_ALREADY_PAID;
            case ORDER_CANCELED -> ORDER_CANCELED;
            case ORDER_IN_REVIEW -> ORDER_IN_REVIEW;
            case PAYMENT_NOT_FOUND -> PAYMENT_NOT_FOUND;
            case PAYMENT_STATE_CONFLICT -> PAYMENT_STATE_CONFLICT;
            case IDEMPOTENCY_KEY_REUSED -> IDEMPOTENCY_KEY_REUSED;
            case CARD_DECLINED -> CARD_DECLINED;
            case STRIPE_REJECTED -> STRIPE_REJECTED;
            case STRIPE_UNAVAILABLE -> STRIPE_UNAVAILABLE;
            case WORKER_UNAVAILABLE -> WORKER_UNAVAILABLE;
            case INTERNAL_ERROR -> INTERNAL_ERROR;
        };
    }

    /** For errors that a framework or the server names by their status alone. */
    public static ProblemCode ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHORIZED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 408 -> REQUEST_TIMEOUT;
            case 413 -> BODY_TOO_LARGE;
            case 414 -> URI_TOO_LONG;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 429 -> TOO_MANY_REQUESTS;
            case 431 -> HEADERS_TOO_LARGE;
            case 501, 505 -> NOT_IMPLEMENTED;
            case 503 -> UNAVAILABLE;
            default -> status >= 400 && status < 500 ? INVALID_REQUEST : INTERNAL_ERROR;
        };
    }
}
