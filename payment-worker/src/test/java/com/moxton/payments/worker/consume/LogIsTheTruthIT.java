package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class LogIsTheTruthIT extends EventIT {

    @Autowired
    private EventConsumer consumer;

    @Test
    void LOG_IS_THE_TRUTH_replayingTheLogRebuildsTheRows() {
        Random random = new Random(11);
        List<StripeEventFixture> births = new ArrayList<>();
        List<StripeEventFixture> events = new ArrayList<>();
        for (int n = 0; n < 30; n++) {
            StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
            order(birth.orderId(), n % 5 == 4 ? "50.00" : "49.99");
            births.add(birth);
            events.addAll(List.of(birth, birth.declined(2 + random.nextInt(3), "card_declined")));
            if (n % 3 == 0) {
                events.add(birth.succeeded(9));
            } else if (n % 3 == 1) {
                events.add(birth.then(9, "canceled", "canceled"));
            }
            if (n % 6 == 0) {
                // The order is paid once more by another intent.
                Map<String, String> metadata = new HashMap<>(
                        StripeEventFixture.birth(birth.orderId(), 1).metadata());
                StripeEventFixture second =
                        StripeEventFixture.birth(birth.orderId(), 4999).withMetadata(metadata);
                births.add(second);
                events.add(second.succeeded(12));
            }
        }
        events.addAll(List.copyOf(events).subList(0, 20));
        Collections.shuffle(events, random);
        publish(events);
        awaitProcessed(events);
        Map<String, Object> before = tables(births);

        consumer.stop();
        execute("DELETE FROM payments");
        execute("DELETE FROM payment_history");
        execute("DELETE FROM processed_events");
        rewind();
        consumer.start();
        awaitProcessed(events);

        assertThat(tables(births)).isEqualTo(before);
        assertThat(before.toString())
                .contains("status=paid")
                .contains("status=canceled")
                .contains("paid_twice")
                .contains("amount_differs");
    }

    /**
     * All columns but {@code version} of both (how many steps were visible depends on how the events were cut into
     * batches) and {@code orders.updated_at} (our own clock).
     */
    private Map<String, Object> tables(List<StripeEventFixture> births) {
        Map<String, Object> tables = new HashMap<>();
        for (StripeEventFixture birth : births) {
            Map<String, Object> payment = new HashMap<>(payment(birth));
            Map<String, Object> order = new HashMap<>(orderOf(birth));
            payment.remove("version");
            order.remove("version");
            order.remove("updated_at");
            tables.put(birth.intentId(), payment);
            tables.put(birth.orderId(), order);
        }
        return tables;
    }

    private void rewind() {
        try (Admin admin = Admin.create(kafkaAdmin.getConfigurationProperties())) {
            Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
            for (int partition = 0; partition < 6; partition++) {
                beginning.put(new TopicPartition(Topic.STRIPE_EVENTS.topicName(), partition), new OffsetAndMetadata(0));
            }
            get(admin.alterConsumerGroupOffsets(EventSettings.GROUP, beginning).all());
        }
    }
}
