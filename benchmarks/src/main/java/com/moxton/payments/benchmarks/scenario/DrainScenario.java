package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Bench;
import com.moxton.payments.benchmarks.Median;
import com.moxton.payments.benchmarks.Rounds;
import com.moxton.payments.benchmarks.Scenario;
import com.moxton.payments.benchmarks.load.EventLog;
import com.moxton.payments.benchmarks.load.PlainWriter;
import com.moxton.payments.benchmarks.parts.CpuClock;
import com.moxton.payments.benchmarks.parts.GcLog;
import com.moxton.payments.benchmarks.parts.Schema;
import com.moxton.payments.benchmarks.parts.Service;
import com.moxton.payments.benchmarks.report.Figures;
import com.moxton.payments.benchmarks.report.Findings;
import com.moxton.payments.benchmarks.report.Goal;
import com.moxton.payments.benchmarks.report.Plot;
import com.moxton.payments.benchmarks.report.Table;
import com.moxton.payments.events.EventSource;
import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.StripeEventRecord;
import com.moxton.payments.events.kafka.TopicProvisioner;
import com.moxton.payments.events.kafka.TopicSettings;
import com.moxton.payments.local.process.JavaProcess;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** A full {@code stripe.events} into empty tables: the worker, the worker with one event a transaction, and a plain writer. */
final class DrainScenario implements Scenario {

    private static final String GROUP = "payment-worker.events";
    private static final String WORKER = "worker as shipped";
    private static final String ONE_BY_ONE = "one transaction for each event";
    private static final String PLAIN = "plain writer, no logic";
    private static final int PARTITIONS = 12;
    private static final int PAYMENTS = 40_000;
    private static final int EVENTS_ONE_BY_ONE = 6_000;
    private static final int CONNECTIONS = 2;
    private static final int BATCH = 500;
    private static final double WARM_UP = 0.7;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** What was measured after the warm-up. */
    private record Drained(
            long events,
            double seconds,
            double cpu,
            double databaseCpu,
            double brokerCpu,
            @Nullable GcLog gc) {

        double perSecond() {
            return events / seconds;
        }

        double millisPerThousand(double cpuSeconds) {
            return cpuSeconds * 1_000_000 / events;
        }

        @Override
        public String toString() {
            return "%s events/s; CPU ms per 1,000 events: %s, database %s, broker %s"
                    .formatted(
                            Figures.of(perSecond()),
                            Figures.of(millisPerThousand(cpu)),
                            Figures.of(millisPerThousand(databaseCpu)),
                            Figures.of(millisPerThousand(brokerCpu)));
        }
    }

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public Findings run(Bench bench) throws Exception {
        int payments = bench.scaled(PAYMENTS);
        try (Admin admin = Admin.create(
                        Map.of("bootstrap.servers", bench.parts().broker().bootstrapServers()));
                Schema schema = bench.parts().database().newSchema()) {
            long events = fill(bench, admin, payments);
            // Makes the tables.
            bench.parts()
                    .worker(schema, Map.of("PAYMENTS_EVENTS_ENABLED", "false"))
                    .close();

            Map<String, Rounds.Contestant<Drained>> contestants = new LinkedHashMap<>();
            contestants.put(WORKER, () -> worker(bench, admin, schema, payments, events, Map.of()));
            contestants.put(
                    ONE_BY_ONE,
                    () -> worker(
                            bench,
                            admin,
                            schema,
                            payments,
                            Math.min(events, bench.scaled(EVENTS_ONE_BY_ONE)),
                            Map.of("PAYMENTS_EVENTS_BATCH_SIZE", "1")));
            contestants.put(PLAIN, () -> plain(bench, schema, payments));
            return findings(events, Rounds.alternate(bench.rounds(), contestants));
        }
    }

    private static long fill(Bench bench, Admin admin, int payments) throws Exception {
        new TopicProvisioner(new TopicSettings(PARTITIONS, (short) 1, Map.of()))
                .provision(admin, Set.of(Topic.values()), Duration.ofSeconds(30));
        List<EventLog.Event> log = EventLog.of(payments);
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bench.parts().broker().bootstrapServers(),
                        "linger.ms",
                        5,
                        "compression.type",
                        "lz4"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (EventLog.Event event : log) {
                byte[] body = event.body();
                producer.send(
                        StripeEventRecord.of(StripeEventHead.parse(body), body, Instant.now(), EventSource.WEBHOOK));
            }
        }
        return log.size();
    }

    /** Orders without payments; no event has been processed, and the group begins at the start of the log. */
    private static void reset(Admin admin, Schema schema, int payments) throws Exception {
        for (String table : List.of("processed_events", "payments", "payment_history", "orders")) {
            schema.execute("TRUNCATE TABLE " + table);
        }
        for (int from = 0; from < payments; from += 2_000) {
            schema.execute(IntStream.range(from, Math.min(payments, from + 2_000))
                    .mapToObj(payment -> "('ord_%010d','user-1',49.99,'usd')".formatted(payment))
                    .collect(Collectors.joining(
                            ",", "INSERT INTO orders (id, user_id, total_amount, currency) VALUES ", "")));
        }
        Map<TopicPartition, OffsetAndMetadata> beginning = IntStream.range(0, PARTITIONS)
                .boxed()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(Topic.STRIPE_EVENTS.topicName(), partition),
                        partition -> new OffsetAndMetadata(0)));
        admin.alterConsumerGroupOffsets(GROUP, beginning).all().get();
    }

    private static Drained worker(
            Bench bench, Admin admin, Schema schema, int payments, long events, Map<String, String> settings)
            throws Exception {
        reset(admin, schema, payments);
        CpuClock database = bench.parts().database().cpu();
        CpuClock broker = bench.parts().broker().cpu();
        try (Service worker = bench.parts().worker(schema, settings)) {
            CpuClock cpu = worker.cpu();
            long from = awaitCommitted(admin, (long) (events * WARM_UP));
            long began = System.nanoTime();
            cpu.restart();
            database.restart();
            broker.restart();
            long to = awaitCommitted(admin, events);
            Drained drained = new Drained(
                    to - from,
                    (System.nanoTime() - began) / 1e9,
                    cpu.seconds(),
                    database.seconds(),
                    broker.seconds(),
                    worker.gc());
            if (settings.isEmpty()) {
                check(schema, payments);
            }
            return drained;
        }
    }

    /** Quick and wrong doesn't count. */
    private static void check(Schema schema, int payments) throws Exception {
        long events = schema.number("SELECT COUNT(*) FROM processed_events");
        long paid = schema.number("SELECT COUNT(*) FROM orders WHERE status = 'paid'");
        long changes = schema.number("SELECT COUNT(*) FROM payment_history");
        if (events != 4L * payments || paid != payments || changes != 4L * payments) {
            throw new IllegalStateException(
                    "%d events, %d changes, %d paid orders of %d payments".formatted(events, changes, paid, payments));
        }
    }

    private static long awaitCommitted(Admin admin, long events) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            long committed =
                    admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get().values().stream()
                            .filter(Objects::nonNull)
                            .mapToLong(OffsetAndMetadata::offset)
                            .sum();
            if (committed >= events) {
                return committed;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IllegalStateException("The worker does not get ahead");
    }

    private static Drained plain(Bench bench, Schema schema, int payments) throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", bench.parts().broker().bootstrapServers()))) {
            reset(admin, schema, payments);
        }
        try (JavaProcess writer = bench.parts()
                .program(
                        PlainWriter.class,
                        List.of("-Xmx256m", "-XX:+UseSerialGC"),
                        List.of(
                                schema.url(),
                                schema.user(),
                                schema.password(),
                                Long.toString(bench.parts().database().pid()),
                                Integer.toString(payments),
                                Integer.toString(CONNECTIONS),
                                Integer.toString(BATCH),
                                Double.toString(WARM_UP)))) {
            while (writer.isAlive()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            List<String> said = Files.readAllLines(writer.output());
            String[] figures = said.isEmpty() ? new String[0] : said.getLast().split(" ");
            if (figures.length != 4) {
                throw new IllegalStateException("The plain writer failed: " + said);
            }
            check(schema, payments);
            return new Drained(
                    Long.parseLong(figures[0]),
                    Double.parseDouble(figures[1]),
                    Double.parseDouble(figures[2]),
                    Double.parseDouble(figures[3]),
                    0,
                    null);
        }
    }

    private static Findings findings(long events, Map<String, List<Drained>> measured) {
        List<List<String>> rows = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        measured.forEach((name, drained) -> {
            double rate = Median.of(drained, Drained::perSecond);
            labels.add(name);
            rates.add(rate);
            rows.add(List.of(
                    name,
                    Figures.of(rate),
                    Figures.of(Median.of(drained, one -> one.millisPerThousand(one.cpu()))),
                    Figures.of(Median.of(drained, one -> one.millisPerThousand(one.databaseCpu()))),
                    Figures.of(Median.of(drained, one -> one.millisPerThousand(one.brokerCpu())))));
        });
        List<GcLog> collections = measured.getOrDefault(WORKER, List.of()).stream()
                .map(Drained::gc)
                .filter(Objects::nonNull)
                .toList();
        double worker = rates.get(labels.indexOf(WORKER));
        int full = collections.stream().mapToInt(GcLog::full).max().orElse(0);
        return new Findings(
                "Draining a full topic",
                """
                %,d records lie in the %d partitions of `stripe.events`: four events of about 2 KB for each payment, 5 %% of \
                them twice, those of many payments among each other; the orders are there, the payments are not. Each \
                measurement begins with empty tables, a group at the beginning of the log and a new process with a heap of \
                256 MB, and counts after %d %% of the records. The plain writer makes the same row changes by statements of \
                many rows, in transactions of the same size, on as many connections; it reads neither Kafka nor the tables.""".formatted(events, PARTITIONS, Math.round(WARM_UP * 100)),
                List.of(
                        Goal.atLeast(
                                "worker: events a second drained from a full topic",
                                ONE_BY_ONE,
                                15,
                                worker / rates.get(labels.indexOf(ONE_BY_ONE)),
                                " ×"),
                        Goal.atLeast(
                                "worker: events a second drained from a full topic",
                                PLAIN,
                                60,
                                100 * worker / rates.get(labels.indexOf(PLAIN)),
                                " %"),
                        Goal.atMost(
                                "worker at top rate in a heap of 256 MB: collections of the whole heap",
                                "–",
                                20,
                                full,
                                "")),
                List.of(
                        new Table(
                                "Medians of the rounds; CPU in milliseconds for 1,000 events.",
                                List.of("what", "events/s", "CPU of itself", "of the database", "of the broker"),
                                rows),
                        new Table(
                                "The worker's collector, from its start: the worst of the rounds.",
                                List.of(
                                        "",
                                        "collections",
                                        "of the whole heap",
                                        "seconds standing still",
                                        "longest ms",
                                        "MB left"),
                                List.of(List.of(
                                        WORKER,
                                        Integer.toString(collections.stream()
                                                .mapToInt(GcLog::collections)
                                                .max()
                                                .orElse(0)),
                                        Integer.toString(full),
                                        Figures.of(collections.stream()
                                                .mapToDouble(GcLog::pauseSeconds)
                                                .max()
                                                .orElse(0)),
                                        Figures.of(collections.stream()
                                                .mapToDouble(GcLog::longestPauseMillis)
                                                .max()
                                                .orElse(0)),
                                        Integer.toString(collections.stream()
                                                .mapToInt(GcLog::liveMegabytes)
                                                .max()
                                                .orElse(0)))))),
                List.of(new Plot(
                        "drain",
                        "Events a second from a full topic into the database",
                        Plot.Kind.BARS,
                        "",
                        "events/s",
                        true,
                        List.of(Plot.Series.bars("events/s", labels, rates)))),
                List.of());
    }
}
