package com.moxton.payments.ingress.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.ingress.live.LiveStream.Ending;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.tracing.Tracing;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveStreamsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final LiveStreams streams = new LiveStreams(
            Tracing.off(), new LiveSettings(Duration.ofSeconds(15), 3, 2, Duration.ofHours(1), Duration.ofSeconds(1)));

    @Test
    void handsAnUpdateToThoseWhoFollowThePayment() {
        LiveStream one = streams.open("u1", "pi_1");
        LiveStream two = streams.open("u2", "pi_1");
        LiveStream other = streams.open("u1", "pi_2");

        streams.accept(record(update("pi_1", 4)));

        assertThat(one.next(LONG))
                .extracting(update -> update.payment().version())
                .isEqualTo(4L);
        assertThat(two.next(LONG))
                .extracting(update -> update.payment().version())
                .isEqualTo(4L);
        assertThat(other.next(Duration.ZERO)).isNull();
    }

    @Test
    void passesOverWhatNobodyFollows() {
        streams.accept(record(update("pi_1", 1)));
        LiveStream stream = streams.open("u1", "pi_1");

        streams.accept(record(update(null, 2)));
        streams.accept(new ConsumerRecord<>("payment.updates", 0, 0, "p", null));

        assertThat(stream.next(Duration.ZERO)).isNull();
    }

    @Test
    void boundsAUsersStreams() {
        LiveStream first = streams.open("u1", "pi_1");
        streams.open("u1", "pi_1");
        assertThatThrownBy(() -> streams.open("u1", "pi_2")).hasMessage(ProblemCode.TOO_MANY_STREAMS.code());

        first.close();

        assertThat(streams.open("u1", "pi_2")).isNotNull();
    }

    @Test
    void boundsAllStreams() {
        streams.open("u1", "pi_1");
        streams.open("u2", "pi_1");
        LiveStream third = streams.open("u3", "pi_1");
        assertThatThrownBy(() -> streams.open("u4", "pi_1")).hasMessage(ProblemCode.UNAVAILABLE.code());

        third.close();
        third.close();

        assertThat(streams.count()).isEqualTo(2);
        assertThat(streams.open("u4", "pi_1")).isNotNull();
    }

    @Test
    void dropsAReaderTooSlowAndNeverBlocks() {
        LiveStream slow = streams.open("u1", "pi_1");
        LiveStream quick = streams.open("u2", "pi_1");

        for (int version = 1; version <= LiveStream.CAPACITY + 10; version++) {
            streams.accept(record(update("pi_1", version)));
            assertThat(quick.next(LONG))
                    .extracting(update -> update.payment().version())
                    .isEqualTo((long) version);
        }

        assertThat(slow.ending()).isEqualTo(Ending.READER_SLOW);
        assertThat(slow.next(LONG)).isNull();
        assertThat(quick.ending()).isNull();
    }

    @Test
    void endsAllOnShutdownAndTakesNoMore() {
        LiveStream stream = streams.open("u1", "pi_1");
        CompletableFuture<@Nullable LiveUpdate> waiting = new CompletableFuture<>();
        Thread.startVirtualThread(() -> waiting.complete(stream.next(LONG)));

        streams.endAll();

        assertThat(waiting.join()).isNull();
        assertThat(stream.ending()).isEqualTo(Ending.SHUTDOWN);
        assertThatThrownBy(() -> streams.open("u2", "pi_1")).hasMessage(ProblemCode.UNAVAILABLE.code());
    }

    @Test
    void endsWhenItsThreadIsInterrupted() {
        LiveStream stream = streams.open("u1", "pi_1");
        Thread.currentThread().interrupt();

        assertThat(stream.next(LONG)).isNull();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stream.ending()).isEqualTo(Ending.SHUTDOWN);
    }

    private static ConsumerRecord<String, byte[]> record(PaymentUpdate update) {
        return new ConsumerRecord<>("payment.updates", 0, 0, update.paymentId(), EventJson.write(update));
    }

    private static PaymentUpdate update(@Nullable String intentId, long version) {
        return new PaymentUpdate(
                "p1", "o1", intentId, BigDecimal.TEN, "usd", "processing", "pending", null, version, Instant.EPOCH);
    }
}
