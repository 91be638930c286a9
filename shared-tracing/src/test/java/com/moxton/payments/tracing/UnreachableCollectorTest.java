package com.moxton.payments.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A collector that isn't there, or takes connections and never answers, costs spans and nothing else. */
class UnreachableCollectorTest {
    private static final int SPANS = 50_000;

    private final Logger logger = (Logger) LoggerFactory.getLogger("com.moxton.payments.tracing");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    @Test
    void whatIsRefusedIsDroppedAndSaidOnce() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        Tracing tracing = tracing(closed);

        assertThat(spans(tracing)).as("nobody waits").isLessThan(Duration.ofSeconds(20));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(lines.list).isNotEmpty());
        spans(tracing);

        assertThat(closed(tracing)).as("nor does a stop").isLessThan(Duration.ofSeconds(5));
        assertThat(lines.list)
                .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
                .as("one line, however much is dropped")
                .hasSize(1)
                .first()
                .satisfies(line -> assertThat(line.getMessage()).startsWith("traces can't be sent"));
    }

    @Test
    void whoNeverAnswersHoldsNobodyUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Tracing tracing = tracing(silent.getLocalPort());

            assertThat(spans(tracing)).isLessThan(Duration.ofSeconds(20));
            assertThat(closed(tracing)).isLessThan(Duration.ofSeconds(5));
            // Its last attempt ends behind our backs, and its line is none of the other test's.
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(lines.list).hasSize(1));
        }
    }

    private static Tracing tracing(int port) {
        return Tracing.to(
                new TraceTarget("http://127.0.0.1:" + port + "/v1/traces", 1, "service-under-test", "", false));
    }

    private static Duration spans(Tracing tracing) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("stripe.events", 0, 0, null, null);
        long began = System.nanoTime();
        for (int i = 0; i < SPANS; i++) {
            tracing.process(record, "group").close();
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static Duration closed(Tracing tracing) {
        long began = System.nanoTime();
        tracing.close();
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
