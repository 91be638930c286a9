package com.moxton.payments.resilience.check;

import com.moxton.payments.events.Topic;
import com.moxton.payments.resilience.parts.Installation;
import com.moxton.payments.simulator.intent.IntentStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Whether anything is still under way: webhooks at Stripe, records in the log, parked events, refreshes to come. */
public final class Quiet {

    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final Map<String, String> GROUPS = Map.of(
            "payment-worker.events", Topic.STRIPE_EVENTS.topicName(),
            "payment-worker.requests", Topic.PAYMENT_REQUESTS.topicName());

    private final Installation installation;
    private final Stripe stripe;
    private final TopicReader topics;

    public Quiet(Installation installation) {
        this.installation = installation;
        this.stripe = new Stripe(installation.stripe());
        this.topics = new TopicReader(installation.broker().bootstrapServers());
    }

    /**
     * Returns when nothing was under way three times in a row.
     *
     * @throws IllegalStateException with what is, when the patience is over
     */
    public void await(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        int quiet = 0;
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", installation.broker().bootstrapServers()))) {
            while (quiet < 3) {
                Map<String, Long> busy = underWay(admin);
                quiet = busy.isEmpty() ? quiet + 1 : 0;
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("Not quiet after " + patience + ": " + busy);
                }
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        }
    }

    private Map<String, Long> underWay(Admin admin) throws InterruptedException {
        Map<String, Long> busy = new LinkedHashMap<>();
        try {
            count(busy, "webhooks", stripe.pendingDeliveries());
            count(
                    busy,
                    "banks",
                    installation.stripe().intents().stream()
                            .filter(intent -> intent.status() == IntentStatus.PROCESSING)
                            .count());
            for (Map.Entry<String, String> group : GROUPS.entrySet()) {
                count(busy, group.getKey(), lag(admin, group.getKey(), group.getValue()));
            }
            try (Connection connection = installation.database().connect()) {
                count(busy, "parked", number(connection, "SELECT COUNT(*) FROM parked_events"));
                count(
                        busy,
                        "refreshes",
                        number(connection, "SELECT COUNT(*) FROM payments WHERE refresh_needed = TRUE"));
            }
        } catch (SQLException | ExecutionException | TimeoutException e) {
            // It was healed a moment ago.
            count(busy, e.toString(), 1);
        }
        return busy;
    }

    private long lag(Admin admin, String group, String topic)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(20, TimeUnit.SECONDS);
        long lag = 0;
        for (Map.Entry<TopicPartition, Long> end : topics.ends(List.of(topic)).entrySet()) {
            OffsetAndMetadata offset = committed.get(end.getKey());
            lag += end.getValue() - (offset == null ? 0 : offset.offset());
        }
        return lag;
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void count(Map<String, Long> busy, String what, long many) {
        if (many != 0) {
            busy.put(what, many);
        }
    }
}
