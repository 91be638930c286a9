package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.Topic;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** NOTHING_DROPPED: events whose order doesn't exist, or not yet. */
class OrphanIT extends EventIT {

    /** See WorkerIT: 200, 400 and 800 ms. */
    private static final int ALL_PAUSES_MS = 1400;

    @Test
    void NOTHING_DROPPED_orphanTakesEffectWhenItsOrderTurnsUp() {
        StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
        publish(List.of(birth));
        awaiting().untilAsserted(() -> assertThat(parked(birth)).hasSize(1));
        assertThat(outcome(birth)).isEqualTo("none");
        order(birth.orderId(), "49.99");
        awaiting().untilAsserted(() -> assertThat(outcome(birth)).isEqualTo("adopted"));
        awaiting().untilAsserted(() -> assertThat(parked(birth)).isEmpty());
        assertThat(updatesOf(birth)).hasSize(1);
        assertThat(deadLetters(birth.intentId())).isEmpty();
    }

    @Test
    void NOTHING_DROPPED_orphanIsADeadLetterAtLast() {
        StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
        publish(List.of(birth));
        awaiting().untilAsserted(() -> assertThat(deadLetters(birth.intentId())).hasSize(1));
        awaiting().untilAsserted(() -> assertThat(parked(birth)).isEmpty());
        ConsumerRecord<String, byte[]> letter = deadLetters(birth.intentId()).getFirst();
        assertThat(letter.value()).isEqualTo(birth.json());
        assertThat(header(letter, HeaderNames.DLT_REASON)).isEqualTo("orphaned");
        assertThat(header(letter, HeaderNames.DLT_ATTEMPTS)).isEqualTo("4");
        assertThat(outcome(birth)).as("so that it can be replayed").isEqualTo("none");
    }

    @Test
    void NOTHING_DROPPED_orphanHoldsUpNobodyWhileItWaitsLongerAndLonger() {
        StripeEventFixture orphan = StripeEventFixture.birth(newOrder(), 4999);
        StripeEventFixture behind = StripeEventFixture.birth(newOrder(), 4999);
        order(behind.orderId(), "49.99");
        publishRecords(List.of(inOnePartition(orphan), inOnePartition(behind), inOnePartition(behind.succeeded(2))));

        awaiting().untilAsserted(() -> assertThat(orderOf(behind)).containsEntry("status", "paid"));
        awaiting()
                .untilAsserted(() -> assertThat(deadLetters(orphan.intentId())).hasSize(1));
        ConsumerRecord<String, byte[]> letter = deadLetters(orphan.intentId()).getFirst();
        Instant givenUp = Instant.ofEpochMilli(letter.timestamp());
        assertThat(processedAt(behind))
                .as("what came behind it in its partition didn't wait for it")
                .isBefore(givenUp);
        assertThat(Instant.parse(header(letter, HeaderNames.DLT_FIRST_FAILED_AT)))
                .as("it was given every pause, each twice as long as the one before")
                .isBeforeOrEqualTo(givenUp.minusMillis(ALL_PAUSES_MS));
        assertThat(header(letter, HeaderNames.DLT_ATTEMPTS)).isEqualTo("4");
    }

    private static ProducerRecord<String, byte[]> inOnePartition(StripeEventFixture event) {
        return new ProducerRecord<>(Topic.STRIPE_EVENTS.topicName(), 3, event.intentId(), event.json());
    }

    private Instant processedAt(StripeEventFixture event) {
        return ((LocalDateTime) row("SELECT processed_at FROM processed_events WHERE event_id = ?", event.id())
                        .get("processed_at"))
                .toInstant(ZoneOffset.UTC);
    }

    private List<Map<String, Object>> parked(StripeEventFixture event) {
        return rows("SELECT * FROM parked_events WHERE event_id = ?", event.id());
    }
}
