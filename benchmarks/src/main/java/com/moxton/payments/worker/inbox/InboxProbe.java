package com.moxton.payments.worker.inbox;

import com.moxton.payments.benchmarks.load.IdOrder;
import com.moxton.payments.benchmarks.parts.Schema;
import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.jdbc.RetryingTransactions;
import com.moxton.payments.worker.lock.SingleInstance;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The worker's own inbox and its purge, on one connection each, without the rest of the worker. */
public final class InboxProbe implements AutoCloseable {

    private static final int BATCH = 500;
    /** One event in twenty was there before. */
    private static final int DUPLICATES = BATCH / 20;

    private final IdOrder order;
    private final SingleConnectionDataSource connection;
    private final NamedParameterJdbcTemplate jdbc;
    private final RetryingTransactions transactions;
    private final Random random = new Random(11);
    private long offset;

    /**
     * @param order how the ids of new events are
     */
    public InboxProbe(Schema schema, IdOrder order) throws SQLException {
        this.order = order;
        Connection raw = schema.connect();
        raw.setAutoCommit(false);
        connection = new SingleConnectionDataSource(raw, true);
        jdbc = new NamedParameterJdbcTemplate(connection);
        transactions = new RetryingTransactions(new DataSourceTransactionManager(connection));
    }

    /**
     * Claims batches of 500 events, each in a transaction, as the worker does.
     *
     * @param known ids of events that are there
     * @return events a second
     */
    public double claim(int batches, List<String> known) {
        JdbcInbox inbox = new JdbcInbox(jdbc, Clock.systemUTC());
        List<List<InboxEvent>> all =
                IntStream.range(0, batches).mapToObj(i -> batch(known)).toList();
        long fresh = 0;
        long began = System.nanoTime();
        for (List<InboxEvent> batch : all) {
            fresh += transactions.execute(() -> inbox.claim(batch)).fresh().size();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        if (fresh != (long) batches * (BATCH - DUPLICATES)) {
            throw new IllegalStateException("%d of %d batches' events were new".formatted(fresh, batches));
        }
        return batches * (double) BATCH / seconds;
    }

    private List<InboxEvent> batch(List<String> known) {
        List<InboxEvent> events = new ArrayList<>();
        Instant now = Instant.now();
        int from = random.nextInt(known.size() - DUPLICATES);
        for (int i = 0; i < BATCH; i++) {
            String id = i < DUPLICATES ? known.get(from + i) : order.id(now, random);
            events.add(new InboxEvent(
                    id,
                    "payment_intent.succeeded",
                    "pi_" + id.substring(4),
                    now,
                    now,
                    false,
                    null,
                    new LogPosition(Topic.STRIPE_EVENTS.topicName(), i % 12, offset++)));
        }
        return events;
    }

    /** Begins to purge what is older than 90 days, whatever Kafka still has. */
    public Purging purge() {
        return new Purging();
    }

    @Override
    public void close() {
        connection.destroy();
    }

    /** A purge that goes on until it is closed. */
    public final class Purging implements AutoCloseable {

        private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        private final AtomicLong nanos = new AtomicLong();
        private final Thread thread;

        private Purging() {
            InboxPurge purge = new InboxPurge(
                    new JdbcInboxPurge(jdbc, transactions),
                    topic -> IntStream.range(0, 12).boxed().collect(Collectors.toMap(i -> i, i -> Long.MAX_VALUE)),
                    new InboxSettings(Duration.ofDays(90), Duration.ofHours(1), 1_000),
                    new Alone(),
                    meters,
                    Clock.systemUTC());
            thread = Thread.ofPlatform().name("purge").start(() -> {
                long began = System.nanoTime();
                purge.purge();
                nanos.set(System.nanoTime() - began);
            });
        }

        /** Ends the purge. */
        @Override
        public void close() throws InterruptedException {
            thread.interrupt();
            thread.join();
        }

        /** Rows a second, the pauses between its transactions included; once it is closed. */
        public double rate() {
            return meters.counter("payments.events.purged").count() / (nanos.get() / 1e9);
        }
    }

    private static final class Alone implements SingleInstance {
        @Override
        public <T> Optional<T> run(String name, Supplier<T> work) {
            return Optional.of(work.get());
        }
    }
}
