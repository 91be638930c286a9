package com.moxton.payments.tracing;

/** Attributes of our own, which OpenTelemetry's conventions have no name for. All of them are ids or words of a few. */
public final class SpanNames {
    public static final String REQUEST_ID = "payments.request.id";
    public static final String REQUEST_KIND = "payments.request.kind";
    public static final String PAYMENT_ID = "payments.payment.id";
    public static final String INTENT_ID = "payments.intent.id";
    public static final String EVENT_ID = "payments.event.id";
    public static final String EVENT_TYPE = "payments.event.type";
    /** What became of it: the words of the log. */
    public static final String OUTCOME = "payments.outcome";
    /** Counted from 1. */
    public static final String ATTEMPT = "payments.attempt";

    private SpanNames() {}
}
