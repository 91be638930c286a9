package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doCallRealMethod;

import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.worker.publish.PublishingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The crash that hurts most: the database has committed, and nobody has been told. */
class CommittedMeansDoneIT extends EventIT {

    @Autowired
    private EventConsumer consumer;

    private final List<PaymentUpdate> unpublished = new CopyOnWriteArrayList<>();

    @Test
    void COMMITTED_MEANS_DONE_crashBetweenCommitAndPublishingLosesNoUpdate() {
        StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
        order(birth.orderId(), "49.99");
        List<StripeEventFixture> events = List.of(birth, birth.declined(2, "card_declined"), birth.succeeded(4));
        noUpdateGetsThrough();

        publish(events);
        awaitProcessed(List.of(birth));
        awaiting().until(() -> !unpublished.isEmpty());
        assertThat(committed(partitionOf(birth)))
                .as("the offset stays until all is published")
                .isLessThanOrEqualTo(offsetOf(birth));
        assertThat(updatesOf(birth)).isEmpty();

        consumer.stop();
        assertThat(committed(partitionOf(birth)))
                .as("nor does stopping commit it")
                .isLessThanOrEqualTo(offsetOf(birth));
        List<PaymentUpdate> before = new ArrayList<>(unpublished);
        doCallRealMethod().when(updatePublisher).publish(anyList(), any());
        consumer.start();

        awaitProcessed(events);
        awaiting()
                .untilAsserted(() -> assertThat(committed(partitionOf(birth))).isGreaterThan(offsetOf(events.get(2))));
        assertThat(updatesOf(birth)).extracting(PaymentUpdate::version).containsExactly(1L, 2L, 3L);
        assertThat(updatesOf(birth)).as("the same version has the same content").containsAll(before);
        assertThat(rows("SELECT * FROM payment_history WHERE payment_id = ?", birth.paymentId()))
                .as("ONE_EFFECT_PER_EVENT")
                .hasSize(3);
    }

    @Test
    void COMMITTED_MEANS_DONE_brokenPublishingIsTriedUntilItWorks() {
        StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
        order(birth.orderId(), "49.99");
        noUpdateGetsThrough();
        publish(List.of(birth));
        awaiting().until(() -> unpublished.size() > 3);
        doCallRealMethod().when(updatePublisher).publish(anyList(), any());
        awaiting().untilAsserted(() -> assertThat(updatesOf(birth)).hasSize(1));
        awaiting().untilAsserted(() -> assertThat(committed(partitionOf(birth))).isGreaterThan(offsetOf(birth)));
    }

    private void noUpdateGetsThrough() {
        doAnswer(call -> {
                    List<PaymentUpdate> updates = call.getArgument(0);
                    unpublished.addAll(updates);
                    if (!updates.isEmpty()) {
                        throw new PublishingException("the plug is pulled", new IllegalStateException());
                    }
                    return null;
                })
                .when(updatePublisher)
                .publish(anyList(), any());
    }

    private TopicPartition partitionOf(StripeEventFixture event) {
        Map<String, Object> row = row("SELECT * FROM processed_events WHERE event_id = ?", event.id());
        return new TopicPartition((String) row.get("topic"), (Integer) row.get("partition"));
    }

    private long offsetOf(StripeEventFixture event) {
        return (Long) row("SELECT * FROM processed_events WHERE event_id = ?", event.id())
                .get("offset");
    }
}
