package com.moxton.payments.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.testing.ReceivedSpan;
import com.moxton.payments.testing.TraceCollector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class TracingTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";
    private static final String SAMPLED = "00-" + TRACE + "-" + CALLER + "-01";
    private static final String NOT_SAMPLED = "00-" + TRACE + "-" + CALLER + "-00";

    private final TraceCollector collector = TraceCollector.start();

    @AfterEach
    void stop() {
        collector.close();
    }

    private Tracing tracing(double sampling, boolean edge) {
        return Tracing.to(
                new TraceTarget(TraceEndpoint.of(collector.endpoint()), sampling, "service-under-test", "1.0", edge));
    }

    private ReceivedSpan received(String name) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> collector.spans(span -> span.name().equals(name)), found -> !found.isEmpty())
                .getFirst();
    }

    private static ConsumerRecord<byte[], byte[]> record(Map<String, String> headers) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("stripe.events", 3, 42, "pi_1".getBytes(), null);
        headers.forEach((name, value) -> RecordHeaders.put(record.headers(), name, value));
        return record;
    }

    @Test
    void goesOnWithTheCallersTraceAndHandsItToTheRecord() {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>("payment.requests", "order-1", new byte[0]);
        Map<String, String> headers = Map.of(HeaderNames.TRACEPARENT, SAMPLED, HeaderNames.TRACESTATE, "shop=abc");
        try (Tracing tracing = tracing(1, true);
                TraceSpan server = tracing.server("GET", headers::get, Duration.ZERO);
                TraceScope here = server.enter();
                TraceSpan send = TraceSpan.send(record)) {
            assertThat(MDC.get("trace.id")).isEqualTo(TRACE);
        }
        ReceivedSpan server = received("GET");
        ReceivedSpan send = received("send payment.requests");
        assertThat(server.traceId()).isEqualTo(TRACE);
        assertThat(server.parentId()).isEqualTo(CALLER);
        assertThat(server.service()).isEqualTo("service-under-test");
        assertThat(send.parentId()).isEqualTo(server.id());
        assertThat(send.attributes())
                .containsEntry("messaging.system", "kafka")
                .containsEntry("messaging.kafka.message.key", "order-1");
        assertThat(RecordHeaders.text(record.headers(), HeaderNames.TRACEPARENT))
                .isEqualTo("00-" + TRACE + "-" + send.id() + "-01");
        assertThat(RecordHeaders.text(record.headers(), HeaderNames.TRACESTATE)).isEqualTo("shop=abc");
        assertThat(MDC.get("trace.id")).as("after the scope").isNull();
    }

    @Test
    void callersMayHaveLessRecordedThanWeDoAndNotMore() {
        try (Tracing none = tracing(0, true);
                Tracing all = tracing(1, true);
                Tracing inside = tracing(0, false)) {
            assertThat(server(none, SAMPLED)).as("a stranger's yes").isFalse();
            assertThat(server(all, NOT_SAMPLED)).as("a stranger's no").isFalse();
            assertThat(server(all, SAMPLED)).isTrue();
            assertThat(server(inside, SAMPLED)).as("what ingress has decided").isTrue();
        }
    }

    private static boolean server(Tracing tracing, String traceparent) {
        try (TraceSpan span = tracing.server("GET", Map.of(HeaderNames.TRACEPARENT, traceparent)::get, Duration.ZERO)) {
            return span.isRecording();
        }
    }

    /** Else the worker would begin a trace of its own, and record that one. */
    @Test
    void tellsTheOtherSideThatNothingIsRecorded() {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>("payment.requests", "order-1", new byte[0]);
        try (Tracing tracing = tracing(0, true);
                TraceSpan server = tracing.server("GET", name -> null, Duration.ZERO);
                TraceScope here = server.enter();
                TraceSpan send = TraceSpan.send(record)) {
            assertThat(TraceSpan.call("transaction")).isSameAs(TraceSpan.NONE);
        }
        assertThat(RecordHeaders.text(record.headers(), HeaderNames.TRACEPARENT))
                .as("the lowest bit says it; the other one that the id is random")
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[02]");
    }

    @Test
    void aReplayIsLinkedWithTheFirstTraceAndIsNoPartOfIt() {
        try (Tracing tracing = tracing(0, false);
                TraceSpan span = tracing.process(
                        record(Map.of(HeaderNames.TRACEPARENT, SAMPLED, HeaderNames.REPLAY_ID, "r-1")), "group")) {
            assertThat(span.isRecording()).as("because the first one was").isTrue();
        }
        ReceivedSpan span = received("process stripe.events");
        assertThat(span.traceId()).isNotEqualTo(TRACE);
        assertThat(span.parentId()).isEmpty();
        assertThat(span.links()).containsExactly(CALLER);
        assertThat(span.attributes())
                .containsEntry("payments.replay.id", "r-1")
                .containsEntry("messaging.kafka.offset", "42")
                .containsEntry("messaging.destination.partition.id", "3");
    }

    @Test
    void aBatchIsLinkedWithItsRecordsWhichStayInTheirTraces() {
        ConsumerRecord<byte[], byte[]> record = record(Map.of(HeaderNames.TRACEPARENT, SAMPLED));
        try (Tracing tracing = tracing(0, false);
                TraceSpan batch = tracing.batch(List.of(record, record(Map.of())), "group");
                TraceSpan one = tracing.process(record, "group", batch)) {
            assertThat(batch.isRecording()).isTrue();
        }
        ReceivedSpan batch = received("batch stripe.events");
        ReceivedSpan one = received("process stripe.events");
        assertThat(batch.traceId()).isNotEqualTo(TRACE);
        assertThat(batch.links()).containsExactly(CALLER);
        assertThat(batch.attributes()).containsEntry("messaging.batch.message_count", "2");
        assertThat(one.traceId()).isEqualTo(TRACE);
        assertThat(one.parentId()).isEqualTo(CALLER);
        assertThat(one.links()).containsExactly(batch.id());
    }

    @Test
    void aDeadLetterKeepsTheSpanThatSentItFirst() {
        ProducerRecord<String, byte[]> copy = new ProducerRecord<>("stripe.events.dlt", "pi_1", new byte[0]);
        RecordHeaders.put(copy.headers(), HeaderNames.TRACEPARENT, SAMPLED);
        try (Tracing tracing = tracing(1, false);
                TraceSpan span = tracing.process(record(Map.of()), "group");
                TraceScope here = span.enter();
                TraceSpan send = TraceSpan.sendCopy(copy)) {
            assertThat(send.isRecording()).isTrue();
        }
        assertThat(RecordHeaders.text(copy.headers(), HeaderNames.TRACEPARENT)).isEqualTo(SAMPLED);
        assertThat(received("send stripe.events.dlt").parentId())
                .isEqualTo(received("process stripe.events").id());
    }

    @Test
    void failuresAreNamedByTheirClassAndNeverByTheirMessage() {
        try (Tracing tracing = tracing(1, false);
                TraceSpan span = tracing.process(record(Map.of()), "group")) {
            span.failed(new IllegalStateException("quotes pi_1_secret_2"));
        }
        ReceivedSpan span = received("process stripe.events");
        assertThat(span.failed()).isTrue();
        assertThat(span.attributes()).containsEntry("error.type", "java.lang.IllegalStateException");
        assertThat(span.everything()).doesNotContain("secret");
    }

    @Test
    void anAnswerWhoseSenderIsNotTracedBeginsNoTrace() {
        try (Tracing tracing = tracing(1, true);
                TraceSpan traced = tracing.answer(record(Map.of(HeaderNames.TRACEPARENT, SAMPLED)))) {
            assertThat(tracing.answer(record(Map.of()))).isSameAs(TraceSpan.NONE);
            assertThat(traced.isRecording()).isTrue();
        }
        assertThat(received("process stripe.events").parentId()).isEqualTo(CALLER);
    }

    @Test
    void offItDoesNothing() {
        Tracing tracing = Tracing.off();
        ProducerRecord<String, byte[]> record = new ProducerRecord<>("payment.requests", "order-1", new byte[0]);
        RecordHeaders.put(record.headers(), HeaderNames.TRACEPARENT, SAMPLED);
        try (TraceSpan server = tracing.server("GET", name -> SAMPLED, Duration.ZERO);
                TraceScope here = server.enter();
                TraceSpan send = TraceSpan.send(record)) {
            assertThat(server).isSameAs(TraceSpan.NONE);
            assertThat(send).isSameAs(TraceSpan.NONE);
            assertThat(tracing.process(record(Map.of(HeaderNames.TRACEPARENT, SAMPLED)), "group"))
                    .isSameAs(TraceSpan.NONE);
            assertThat(MDC.get("trace.id")).isNull();
        }
        assertThat(RecordHeaders.text(record.headers(), HeaderNames.TRACEPARENT))
                .as("what the caller gave stays as it is")
                .isEqualTo(SAMPLED);
        assertThat(tracing.isOn()).isFalse();
    }
}
