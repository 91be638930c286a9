package com.moxton.payments.worker.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.EventSource;
import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.events.kafka.StripeEventRecord;
import com.moxton.payments.worker.consume.StripeEventFixture;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordChoiceTest {

    private final StripeEventFixture birth = StripeEventFixture.birth("order-1", 4999);
    private final StripeEventFixture declined = birth.declined(3, "card_declined");
    private final StripeEventFixture other = StripeEventFixture.birth("order-2", 4999);
    private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>(List.of(
            record(birth, EventSource.WEBHOOK),
            record(declined, EventSource.BACKFILL),
            record(other, EventSource.WEBHOOK),
            bare(other.succeeded(9))));

    private static ConsumerRecord<byte[], byte[]> record(StripeEventFixture event, EventSource source) {
        ProducerRecord<String, byte[]> record =
                StripeEventRecord.of(StripeEventHead.parse(event.json()), event.json(), Instant.EPOCH, source);
        return new ConsumerRecord<>(
                record.topic(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                record.key().getBytes(StandardCharsets.UTF_8),
                record.value(),
                record.headers(),
                Optional.empty());
    }

    /** As somebody might publish it with Kafka's own tools. */
    private static ConsumerRecord<byte[], byte[]> bare(StripeEventFixture event) {
        return new ConsumerRecord<>(
                "stripe.events", 0, 1, event.intentId().getBytes(StandardCharsets.UTF_8), event.json());
    }

    private List<Integer> chosen(ReplayFilter filter) {
        return chosen(filter, List.of(), Map.of());
    }

    private List<Integer> chosen(ReplayFilter filter, List<String> intentsOfOrders, Map<String, String> outcomes) {
        return new RecordChoice(filter, intentsOfOrders, ids -> outcomes)
                .of(log).stream().map(log::indexOf).toList();
    }

    private static ReplayFilter types(String... types) {
        return new ReplayFilter(List.of(types), null, null, null, null, null);
    }

    private static ReplayFilter orders(String... orders) {
        return new ReplayFilter(null, null, null, List.of(orders), null, null);
    }

    @Test
    void nothingAskedForIsEverything() {
        assertThat(chosen(ReplayFilter.ALL)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void choosesByTypeAndByWhatTypesBeginWith() {
        assertThat(chosen(types("payment_intent.created"))).containsExactly(0, 2);
        assertThat(chosen(types("payment_intent.s*", "payment_intent.payment_failed")))
                .containsExactly(1, 3);
        assertThat(chosen(types("*"))).containsExactly(0, 1, 2, 3);
        assertThat(chosen(types("charge.*"))).isEmpty();
    }

    @Test
    void choosesByEventAndByIntent() {
        assertThat(chosen(new ReplayFilter(null, List.of(declined.id()), null, null, null, null)))
                .containsExactly(1);
        assertThat(chosen(new ReplayFilter(null, null, List.of(other.intentId()), null, null, null)))
                .containsExactly(2, 3);
    }

    @Test
    void choosesByOrderThatTheBodyOrThePaymentNames() {
        assertThat(chosen(orders("order-1"))).containsExactly(0, 1);
        assertThat(chosen(orders("order-1", "order-2"))).containsExactly(0, 1, 2, 3);
        assertThat(chosen(orders("order"))).as("no part of a name").isEmpty();
        assertThat(chosen(orders("order-9"), List.of(birth.intentId()), Map.of()))
                .as("its payment bears another order's metadata")
                .containsExactly(0, 1);
    }

    @Test
    void choosesByOutcome() {
        Map<String, String> outcomes = Map.of(birth.id(), "adopted", other.id(), "ignored");
        assertThat(chosen(outcome("adopted"), List.of(), outcomes)).containsExactly(0);
        assertThat(chosen(outcome("unprocessed", "ignored"), List.of(), outcomes))
                .containsExactly(1, 2, 3);
    }

    private static ReplayFilter outcome(String... outcomes) {
        return new ReplayFilter(null, null, null, null, List.of(outcomes), null);
    }

    @Test
    void choosesBySource() {
        assertThat(chosen(new ReplayFilter(null, null, null, null, null, List.of("backfill"))))
                .containsExactly(1);
    }

    @Test
    void everyListHasToFit() {
        assertThat(chosen(new ReplayFilter(
                        List.of("payment_intent.created"), null, null, List.of("order-2"), null, List.of("webhook"))))
                .containsExactly(2);
    }

    @Test
    void passesOverWhatIsNoEvent() {
        log.clear();
        log.add(new ConsumerRecord<>("stripe.events", 0, 0, null, "{".getBytes(StandardCharsets.UTF_8)));
        log.add(new ConsumerRecord<>("stripe.events", 0, 1, null, nothing()));
        assertThat(chosen(types("*"))).isEmpty();
        assertThat(chosen(orders("order-1"))).isEmpty();
        assertThat(chosen(outcome("unprocessed")))
                .as("malformed, and never processed")
                .containsExactly(0);
        assertThat(chosen(ReplayFilter.ALL)).as("nothing is in the second").containsExactly(0);
    }

    private static byte @Nullable [] nothing() {
        return null;
    }
}
