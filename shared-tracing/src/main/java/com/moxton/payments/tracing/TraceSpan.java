package com.moxton.payments.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A span under way. It ends when it is closed, and none of its methods throws or waits. What is written into it leaves the
 * house: ids, names and numbers, never a secret, a person's data, or an exception's message, which may quote either.
 */
public final class TraceSpan implements AutoCloseable {
    /** Of what isn't traced: takes everything and does nothing. */
    public static final TraceSpan NONE = new TraceSpan(Span.getInvalid(), Context.root());

    private final Span span;
    private final Context context;

    TraceSpan(Span span, Context context) {
        this.span = span;
        this.context = context;
    }

    /** What this thread is at, or {@link #NONE}. */
    public static TraceSpan current() {
        Context here = Context.current();
        return here.get(Tracing.KEY) == null ? NONE : new TraceSpan(Span.fromContext(here), here);
    }

    /** A call of ours to another server, as a part of what this thread is at; {@link #NONE} when that isn't recorded. */
    public static TraceSpan call(String name) {
        return current().child(name, SpanKind.CLIENT, null);
    }

    /** Such a call that somebody else has made, for us among others, and that ends now. */
    public static TraceSpan callSince(String name, Instant began) {
        return current().child(name, SpanKind.CLIENT, began);
    }

    private TraceSpan child(String name, SpanKind kind, @Nullable Instant began) {
        Tracing tracing = context.get(Tracing.KEY);
        return tracing == null || !span.isRecording() ? NONE : tracing.child(context, name, kind, began);
    }

    /** The sending of a record that this thread's work causes: from here on the record bears this span. */
    public static TraceSpan send(ProducerRecord<?, ?> record) {
        return current().sending(record);
    }

    /** The sending of a copy, a dead letter for one, which goes on bearing its first sender's span. */
    public static TraceSpan sendCopy(ProducerRecord<?, ?> record) {
        TraceSpan sending = current().child("send " + record.topic(), SpanKind.PRODUCER, null);
        RecordAttributes.sent(sending, record);
        return sending;
    }

    /** The sending of a record that this span's work causes. */
    public TraceSpan sending(ProducerRecord<?, ?> record) {
        Tracing tracing = context.get(Tracing.KEY);
        if (tracing == null) {
            return NONE;
        }
        // Also when nothing is recorded: the other side is to know that.
        TraceSpan sending = tracing.child(context, "send " + record.topic(), SpanKind.PRODUCER, null);
        TraceHeaders.put(sending.context, record.headers());
        RecordAttributes.sent(sending, record);
        return sending;
    }

    /** Where the record lies now. */
    public void sent(RecordMetadata where) {
        RecordAttributes.sent(this, where);
    }

    public boolean isRecording() {
        return span.isRecording();
    }

    public TraceSpan set(String attribute, @Nullable String value) {
        if (value != null) {
            span.setAttribute(attribute, value);
        }
        return this;
    }

    public TraceSpan set(String attribute, long value) {
        span.setAttribute(attribute, value);
        return this;
    }

    public TraceSpan set(String attribute, boolean value) {
        span.setAttribute(attribute, value);
        return this;
    }

    /** For what was not known at its beginning. */
    public TraceSpan rename(String name) {
        span.updateName(name);
        return this;
    }

    /** It has to do with another one, without being caused by it. */
    public TraceSpan link(TraceSpan other) {
        if (other.span.getSpanContext().isValid()) {
            span.addLink(other.span.getSpanContext());
        }
        return this;
    }

    /** Its work has failed. */
    public void failed(Throwable failure) {
        failed(failure.getClass().getName());
    }

    /**
     * Its work has failed.
     *
     * @param type one word of a few, or a class
     */
    public void failed(String type) {
        span.setAttribute("error.type", type);
        span.setStatus(StatusCode.ERROR);
    }

    /** From here to the scope's end this thread is at it, and so say the log lines. */
    public TraceScope enter() {
        return this == NONE ? TraceScope.NONE : TraceScope.of(context, span.getSpanContext());
    }

    SpanContext position() {
        return span.getSpanContext();
    }

    /** Ends it. More than once is as good as once. */
    @Override
    public void close() {
        span.end();
    }
}
