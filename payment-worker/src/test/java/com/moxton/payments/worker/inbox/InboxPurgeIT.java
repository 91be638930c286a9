package com.moxton.payments.worker.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.WorkerIT;
import com.moxton.payments.worker.jdbc.RetryingTransactions;
import com.moxton.payments.worker.lock.SingleInstance;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

class InboxPurgeIT extends WorkerIT {

    private static final int PARTITION = 3;
    private static final long LOG_BEGINS_AT = 1_000;
    private static final Instant NOW = Instant.now();

    @Autowired
    private NamedParameterJdbcTemplate jdbc;

    @Autowired
    private RetryingTransactions transactions;

    @Autowired
    private KafkaLogStart kafkaLogStart;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** The table is shared with other tests, whose rows are young. */
    private InboxPurge purge(int batch) {
        return new InboxPurge(
                new JdbcInboxPurge(jdbc, transactions),
                topic -> Map.of(PARTITION, LOG_BEGINS_AT),
                new InboxSettings(Duration.ofDays(90), Duration.ofHours(1), batch),
                new Alone(),
                meters,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private String event(Duration age, int partition, long offset) {
        String id = "evt_purge_" + UUID.randomUUID();
        Instant processed = NOW.minus(age);
        transactions.execute(() -> new JdbcInbox(jdbc, Clock.fixed(processed, ZoneOffset.UTC))
                .claim(List.of(new InboxEvent(
                        id,
                        "payment_intent.created",
                        null,
                        processed,
                        processed,
                        false,
                        null,
                        new LogPosition(Topic.STRIPE_EVENTS.topicName(), partition, offset)))));
        return id;
    }

    private boolean isThere(String eventId) {
        return !rows("SELECT event_id FROM processed_events WHERE event_id = ?", eventId)
                .isEmpty();
    }

    @Test
    void forgetsWhatIsOldAndNoLongerInTheLog() {
        String gone = event(Duration.ofDays(91), PARTITION, LOG_BEGINS_AT - 1);
        String young = event(Duration.ofDays(89), PARTITION, LOG_BEGINS_AT - 1);

        purge(100).purge();

        assertThat(isThere(gone)).isFalse();
        assertThat(isThere(young)).isTrue();
        assertThat(meters.counter("payments.events.purged").count()).isPositive();
    }

    /** ONE_EFFECT_PER_EVENT: whoever reads the log from its beginning must find each of its events here. */
    @Test
    void aRowOutlivesItsRecord() {
        String first = event(Duration.ofDays(400), PARTITION, LOG_BEGINS_AT);
        String elsewhere = event(Duration.ofDays(400), PARTITION + 1, 0);

        purge(100).purge();

        assertThat(isThere(first)).isTrue();
        assertThat(isThere(elsewhere)).as("nothing is known of its partition").isTrue();
    }

    @Test
    void goesOnBehindRowsThatStay() {
        List<String> stay = IntStream.range(0, 7)
                .mapToObj(i -> event(Duration.ofDays(300), PARTITION, LOG_BEGINS_AT + i))
                .toList();
        List<String> go = IntStream.range(0, 7)
                .mapToObj(i -> event(Duration.ofDays(200), PARTITION, i))
                .toList();

        purge(3).purge();

        assertThat(stay).allMatch(this::isThere);
        assertThat(go).noneMatch(this::isThere);
    }

    @Test
    void asksKafkaWhereTheLogBegins() {
        assertThat(kafkaLogStart.firstOffsets(Topic.STRIPE_EVENTS))
                .isNotEmpty()
                .allSatisfy((partition, offset) -> assertThat(offset).isNotNegative());
    }

    private static final class Alone implements SingleInstance {
        @Override
        public <T> Optional<T> run(String name, Supplier<T> work) {
            return Optional.of(work.get());
        }
    }
}
