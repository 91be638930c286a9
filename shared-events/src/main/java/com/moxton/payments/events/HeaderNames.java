package com.moxton.payments.events;

/** Names of record headers. All values are UTF-8 text. */
public final class HeaderNames {
    public static final String STRIPE_EVENT_ID = "stripe-event-id";
    public static final String STRIPE_EVENT_TYPE = "stripe-event-type";
    /** When Stripe created the event: seconds since the epoch. */
    public static final String STRIPE_EVENT_CREATED = "stripe-event-created";
    /** The connected account the event is about; absent for the platform's own. */
    public static final String STRIPE_ACCOUNT = "stripe-account";
    /** {@code true} or {@code false}. */
    public static final String STRIPE_LIVEMODE = "stripe-livemode";
    /** When our own edge took the record in: ISO 8601 instant. */
    public static final String RECEIVED_AT = "received-at";
    /** How the record came into the log: see {@link EventSource}. */
    public static final String SOURCE = "source";

    public static final String REQUEST_ID = "request-id";
    /** W3C Trace Context. */
    public static final String TRACEPARENT = "traceparent";

    /** Goes with {@link #TRACEPARENT} where the caller had one. */
    public static final String TRACESTATE = "tracestate";

    public static final String REPLAY_ID = "replay-id";
    /** {@code true} when a replay is to bypass deduplication. */
    public static final String REPLAY_FORCE = "replay-force";

    /** Why a record is a dead letter: {@code malformed}, {@code orphaned}, … */
    public static final String DLT_REASON = "dlt-reason";
    /** The detail of the reason, for people. */
    public static final String DLT_MESSAGE = "dlt-message";
    /** Class of the exception, where there was one. */
    public static final String DLT_EXCEPTION_CLASS = "dlt-exception-class";
    /** {@code before}, {@code during} or {@code after} the record's effect. */
    public static final String DLT_STAGE = "dlt-stage";

    public static final String DLT_SOURCE_TOPIC = "dlt-source-topic";
    public static final String DLT_SOURCE_PARTITION = "dlt-source-partition";
    public static final String DLT_SOURCE_OFFSET = "dlt-source-offset";
    /** How often processing was tried, all redrives included. */
    public static final String DLT_ATTEMPTS = "dlt-attempts";
    /** First and last failure: ISO 8601 instants. */
    public static final String DLT_FIRST_FAILED_AT = "dlt-first-failed-at";

    public static final String DLT_LAST_FAILED_AT = "dlt-last-failed-at";

    /** Of a redriven record: the dead letter that it was, {@code topic-partition@offset}. */
    public static final String DLT_REDRIVEN_FROM = "dlt-redriven-from";

    private HeaderNames() {}
}
