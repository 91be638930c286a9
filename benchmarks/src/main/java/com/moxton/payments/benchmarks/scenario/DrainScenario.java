package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Bench;
import com.moxton.payments.benchmarks.Rounds;
import com.moxton.payments.benchmarks.Scenario;
import com.moxton.payments.benchmarks.load.EventLog;
import com.moxton.payments.benchmarks.load.PlainWriter;
import com.moxton.payments.benchmarks.parts.CpuClock;
import com.moxton.payments.benchmarks.parts.Parts;
import com.moxton.payments.benchmarks.parts.QuickStart;
import com.moxton.payments.benchmarks.parts.Schema;
import com.moxton.payments.benchmarks.parts.Service;
import com.moxton.payments.benchmarks.report.Findings;
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

/**
 * A full {@code stripe.events} into empty tables: the worker, with and without a cache of a run under load, the worker with
 * one event a transaction, and a plain writer.
 */
final class DrainScenario implements Scenario {

    private static final String GROUP = "payment-worker.events";
    private static final int PARTITIONS = 12;
    private static final int PAYMENTS = 40_000;
    private static final int EVENTS_ONE_BY_ONE = 6_000;
    private static final int CONNECTIONS = 2;
    private static final int BATCH = 500;
    private static final double WARM_UP = 0.7;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

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

            Drain drain = new Drain(bench, admin, schema, payments, events);
            QuickStart quick = QuickStart.extract(
                    bench.parts().jar("payment-worker"),
                    bench.parts().directory().resolve("payment-worker"));
            Map<String, Rounds.Contestant<DrainFindings.Drained>> contestants = new LinkedHashMap<>();
            contestants.put(DrainFindings.WORKER, () -> worker(drain, quick.jar(), Parts.SERVICE_JVM));
            if (QuickStart.Cache.AOT.isKnownHere()) {
                worker(drain, quick.extracted(), quick.train(QuickStart.Cache.AOT));
                quick.awaitMade(QuickStart.Cache.AOT);
                contestants.put(
                        DrainFindings.TRAINED, () -> worker(drain, quick.extracted(), quick.use(QuickStart.Cache.AOT)));
            }
            contestants.put(DrainFindings.ONE_BY_ONE, () -> oneByOne(drain, quick.jar()));
            contestants.put(DrainFindings.PLAIN, () -> plain(drain));
            return DrainFindings.of(
                    """
                    %,d records lie in the %d partitions of `stripe.events`: four events of about 2 KB for each payment, 5 %% of \
                    them twice, those of many payments among each other; the orders are there, the payments are not. Each \
                    measurement begins with empty tables, a group at the beginning of the log and a new process with a heap of \
                    256 MB, and counts after %d %% of the records. The plain writer makes the same row changes by statements of \
                    many rows, in transactions of the same size, on as many connections; it reads neither Kafka nor the tables. \
                    A cache of a run under load is the JVM's AOT cache, left behind by a worker that has drained the same log \
                    before: classes as they are loaded, and what the compilers need to know of their methods.""".formatted(events, PARTITIONS, Math.round(WARM_UP * 100)),
                    Rounds.alternate(bench.rounds(), contestants));
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
    private static void reset(Drain drain) throws Exception {
        Schema schema = drain.schema();
        int payments = drain.payments();
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
        drain.admin().alterConsumerGroupOffsets(GROUP, beginning).all().get();
    }

    /** What the contestants have before them. */
    private record Drain(Bench bench, Admin admin, Schema schema, int payments, long events) {}

    private static DrainFindings.Drained worker(Drain drain, List<String> program, List<String> jvm) throws Exception {
        DrainFindings.Drained drained = measured(drain, program, jvm, Map.of(), drain.events());
        check(drain.schema(), drain.payments());
        return drained;
    }

    private static DrainFindings.Drained oneByOne(Drain drain, List<String> program) throws Exception {
        return measured(
                drain,
                program,
                Parts.SERVICE_JVM,
                Map.of("PAYMENTS_EVENTS_BATCH_SIZE", "1"),
                Math.min(drain.events(), drain.bench().scaled(EVENTS_ONE_BY_ONE)));
    }

    private static DrainFindings.Drained measured(
            Drain drain, List<String> program, List<String> jvm, Map<String, String> settings, long events)
            throws Exception {
        Parts parts = drain.bench().parts();
        reset(drain);
        CpuClock database = parts.database().cpu();
        CpuClock broker = parts.broker().cpu();
        long started = System.nanoTime();
        try (Service worker = parts.worker(program, jvm, drain.schema(), settings)) {
            CpuClock cpu = worker.cpu();
            long from = awaitCommitted(drain.admin(), (long) (events * WARM_UP));
            long began = System.nanoTime();
            cpu.restart();
            database.restart();
            broker.restart();
            long to = awaitCommitted(drain.admin(), events);
            long ended = System.nanoTime();
            return new DrainFindings.Drained(
                    to - from,
                    (ended - began) / 1e9,
                    (ended - started) / 1e9,
                    cpu.seconds(),
                    database.seconds(),
                    broker.seconds(),
                    worker.gc());
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

    private static DrainFindings.Drained plain(Drain drain) throws Exception {
        reset(drain);
        Schema schema = drain.schema();
        Parts parts = drain.bench().parts();
        try (JavaProcess writer = parts.program(
                PlainWriter.class,
                Parts.SERVICE_JVM,
                List.of(
                        schema.url(),
                        schema.user(),
                        schema.password(),
                        Long.toString(parts.database().pid()),
                        Integer.toString(drain.payments()),
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
            check(schema, drain.payments());
            return new DrainFindings.Drained(
                    Long.parseLong(figures[0]),
                    Double.parseDouble(figures[1]),
                    Double.NaN,
                    Double.parseDouble(figures[2]),
                    Double.parseDouble(figures[3]),
                    0,
                    null);
        }
    }
}
