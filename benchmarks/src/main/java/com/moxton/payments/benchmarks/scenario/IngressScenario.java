package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Bench;
import com.moxton.payments.benchmarks.Median;
import com.moxton.payments.benchmarks.Rounds;
import com.moxton.payments.benchmarks.Scenario;
import com.moxton.payments.benchmarks.load.SignedEvents;
import com.moxton.payments.benchmarks.load.WebhookLoad;
import com.moxton.payments.benchmarks.parts.CpuClock;
import com.moxton.payments.benchmarks.parts.GcLog;
import com.moxton.payments.benchmarks.parts.Parts;
import com.moxton.payments.benchmarks.parts.Schema;
import com.moxton.payments.benchmarks.parts.Service;
import com.moxton.payments.benchmarks.reference.BareIngress;
import com.moxton.payments.benchmarks.reference.PlainHandler;
import com.moxton.payments.benchmarks.report.Figures;
import com.moxton.payments.benchmarks.report.Findings;
import com.moxton.payments.benchmarks.report.Goal;
import com.moxton.payments.benchmarks.report.Plot;
import com.moxton.payments.benchmarks.report.Table;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** Webhooks accepted durably: how many, at what cost, how quickly. */
final class IngressScenario implements Scenario {

    private static final String SHIPPED = "ingress";
    private static final String BARE = "(a) the same server, reads and says 200";
    private static final String PLAIN = "(b) plain handler, rows in MySQL within the request";
    private static final int CONNECTIONS = 32;
    private static final int PAYMENTS = 10_000;
    private static final double[] PERCENTILES = {0, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.99};

    private final SignedEvents events = new SignedEvents(Parts.WEBHOOK_SECRET, PAYMENTS);

    /** CPU seconds for each thousand of accepted webhooks, of each process. */
    private record Measured(
            double perSecond,
            double perCpuSecond,
            double server,
            double broker,
            double database,
            double load,
            long refused) {}

    @Override
    public String name() {
        return "ingress";
    }

    @Override
    public Findings run(Bench bench) throws Exception {
        Parts parts = bench.parts();
        try (Schema schema = parts.database().newSchema()) {
            // The tables are the worker's.
            parts.worker(schema, Map.of("PAYMENTS_EVENTS_ENABLED", "false", "PAYMENTS_REQUESTS_ENABLED", "false"))
                    .close();
            fill(schema);
            Service shipped = parts.ingress(Map.of());
            Service bare = parts.ingress(
                    List.of("-cp", classPath(parts.project()), BareIngress.class.getName()),
                    Parts.SERVICE_JVM,
                    Map.of());
            Service plain = parts.ingress(
                    List.of("-cp", System.getProperty("java.class.path"), PlainHandler.class.getName()),
                    Parts.SERVICE_JVM,
                    Map.of(
                            "MYSQL_URL", schema.url(),
                            "MYSQL_USER", schema.user(),
                            "MYSQL_PASSWORD", schema.password()));
            // The compiler has most of a server's code to look at first, and our own has the most of it.
            load(shipped).atMost(Duration.ofMillis(bench.scaled(60_000)));
            load(bare).atMost(Duration.ofMillis(bench.scaled(15_000)));
            load(plain).atMost(Duration.ofMillis(bench.scaled(30_000)));
            int fullBefore = shipped.gc().full();
            Duration time = Duration.ofMillis(bench.scaled(6000));
            Map<String, Rounds.Contestant<Measured>> contestants = new LinkedHashMap<>();
            contestants.put(SHIPPED, () -> measure(parts, shipped, time));
            contestants.put(BARE, () -> measure(parts, bare, time));
            contestants.put(PLAIN, () -> measure(parts, plain, time));
            Map<String, List<Measured>> measured = Rounds.alternate(bench.rounds(), contestants);
            GcLog gc = shipped.gc();
            bare.close();
            plain.close();
            double half = of(measured, SHIPPED, Measured::perSecond) / 2;
            List<WebhookLoad.Latency> latencies = new ArrayList<>();
            for (int round = 0; round < bench.rounds(); round++) {
                WebhookLoad.Latency latency = load(shipped).atRate(half, Duration.ofMillis(bench.scaled(15_000)));
                latencies.add(latency);
                bench.say("latency, round %d of %d: p50 %.2f ms, p99 %.2f ms, %d refused"
                        .formatted(
                                round + 1,
                                bench.rounds(),
                                millis(latency.micros(), 50),
                                millis(latency.micros(), 99),
                                latency.refused()));
            }
            shipped.close();
            return findings(measured, gc, gc.full() - fullBefore, half, latencies);
        }
    }

    private WebhookLoad load(Service service) {
        return new WebhookLoad(service.port(), CONNECTIONS, events);
    }

    private Measured measure(Parts parts, Service service, Duration time) throws Exception {
        // What the contestant before left to do, the broker's and the database's flushing for one, is let settle.
        load(service).atMost(time.dividedBy(6));
        CpuClock server = service.cpu();
        CpuClock broker = parts.broker().cpu();
        CpuClock database = parts.database().cpu();
        CpuClock ours = CpuClock.of(ProcessHandle.current().pid());
        WebhookLoad.Throughput done = load(service).atMost(time);
        double thousands = Math.max(1, done.accepted()) / 1000.0;
        double serverSeconds = server.seconds();
        return new Measured(
                done.accepted() / done.seconds(),
                done.accepted() / serverSeconds,
                serverSeconds / thousands,
                broker.seconds() / thousands,
                database.seconds() / thousands,
                ours.seconds() / thousands,
                done.refused());
    }

    private static void fill(Schema schema) throws Exception {
        try (Connection connection = schema.connect();
                PreparedStatement order = connection.prepareStatement(
                        "INSERT INTO orders (id, user_id, total_amount) VALUES (?,'u',49.99)");
                PreparedStatement payment = connection.prepareStatement(
                        "INSERT INTO payments (id, order_id, amount, status, metadata, idempotency_key, version,"
                                + " created_at, updated_at) VALUES (?,?,49.99,'requires_payment_method','{}',?,1,"
                                + " UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < PAYMENTS; i++) {
                order.setString(1, SignedEvents.orderId(i));
                order.addBatch();
                payment.setString(1, SignedEvents.paymentId(i));
                payment.setString(2, SignedEvents.orderId(i));
                payment.setString(3, SignedEvents.paymentId(i));
                payment.addBatch();
            }
            order.executeBatch();
            payment.executeBatch();
            connection.commit();
        }
    }

    /** ingress' classes and its libraries, and no library of ours. */
    private static String classPath(Path project) throws Exception {
        Path ingress = project.resolve("ingress-service/target");
        return String.join(
                File.pathSeparator,
                project.resolve("benchmarks/target/classes").toString(),
                ingress.resolve("classes").toString(),
                Files.readString(ingress.resolve("classpath.txt")).strip());
    }

    private static double of(Map<String, List<Measured>> measured, String name, ToDoubleFunction<Measured> figure) {
        return Median.of(Objects.requireNonNull(measured.get(name)), figure);
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }

    private static Findings findings(
            Map<String, List<Measured>> measured,
            GcLog gc,
            int full,
            double half,
            List<WebhookLoad.Latency> latencies) {
        double ofBare =
                of(measured, SHIPPED, Measured::perCpuSecond) / of(measured, BARE, Measured::perCpuSecond) * 100;
        double ofPlain = of(measured, SHIPPED, Measured::perSecond) / of(measured, PLAIN, Measured::perSecond);
        double p50 = Median.of(latencies, latency -> millis(latency.micros(), 50));
        double p99 = Median.of(latencies, latency -> millis(latency.micros(), 99));
        List<List<String>> rows = measured.keySet().stream()
                .map(name -> List.of(
                        name,
                        Figures.of(of(measured, name, Measured::perSecond)),
                        Figures.of(of(measured, name, Measured::perCpuSecond)),
                        Figures.of(of(measured, name, Measured::server)),
                        Figures.of(of(measured, name, Measured::broker)),
                        Figures.of(of(measured, name, Measured::database)),
                        Figures.of(of(measured, name, Measured::load)),
                        Figures.of(of(measured, name, result -> result.refused()))))
                .toList();
        List<Double> at = new ArrayList<>();
        List<Double> millis = new ArrayList<>();
        List<List<String>> curve = new ArrayList<>();
        for (double percentile : PERCENTILES) {
            double value = Median.of(latencies, latency -> millis(latency.micros(), percentile));
            // Evenly many nines apart, as such curves are mostly drawn.
            at.add(-Math.log10(1 - percentile / 100));
            millis.add(Math.max(0.001, value));
            curve.add(List.of("p" + Figures.of(percentile), Figures.of(value)));
        }
        return new Findings(
                "Webhooks accepted durably",
                "Events of about 2 KB, signed, on %d connections, each of which sends the next one when the last is answered. "
                                .formatted(CONNECTIONS)
                        + "All servers have the same JVM options (%s) and run on the same cores as broker, database and load. "
                                .formatted(String.join(" ", Parts.SERVICE_JVM))
                        + "(a) keeps ingress' server and filters and replaces only the handler, by one that doesn't even go "
                        + "through Spring MVC's arguments and message converters. Latency: at half of ingress' rate, %s a second, sent at fixed times; "
                                .formatted(Figures.of(half))
                        + "a late answer counts from when its request was due.",
                List.of(
                        Goal.atLeast(
                                "webhooks accepted per CPU second of the server",
                                "(a) reads and says 200",
                                70,
                                ofBare,
                                " %"),
                        Goal.atLeast(
                                "webhooks accepted per second", "(b) writes rows within the request", 5, ofPlain, " ×"),
                        Goal.atMost("webhook latency at half of the top rate, p50", "–", 5, p50, " ms"),
                        Goal.atMost("webhook latency at half of the top rate, p99", "–", 25, p99, " ms"),
                        Goal.atMost("ingress in a heap of 256 MB at top rate: full collections", "–", 2, full, "")),
                List.of(
                        new Table(
                                "Medians. CPU seconds are for 1,000 accepted webhooks.",
                                List.of(
                                        "server",
                                        "per second",
                                        "per CPU second",
                                        "CPU s, server",
                                        "CPU s, broker",
                                        "CPU s, database",
                                        "CPU s, load",
                                        "refused"),
                                rows),
                        new Table("Latency at half of the top rate, medians of the rounds.", List.of("", "ms"), curve),
                        new Table(
                                "ingress' collector, from its start to the end of the rounds at top rate.",
                                List.of("collections", "full", "paused s", "longest ms", "MB in use after"),
                                List.of(List.of(
                                        Figures.of(gc.collections()),
                                        Figures.of(gc.full()),
                                        Figures.of(gc.pauseSeconds()),
                                        Figures.of(gc.longestPauseMillis()),
                                        Figures.of(gc.liveMegabytes()))))),
                List.of(new Plot(
                        "ingress-latency",
                        "Webhook latency at half of the top rate",
                        Plot.Kind.LINES,
                        "nines (1 is p90, 2 is p99)",
                        "ms",
                        true,
                        List.of(Plot.Series.line(SHIPPED, at, millis)))),
                List.of("Refused webhooks across the latency rounds: %d."
                        .formatted(latencies.stream()
                                .mapToLong(WebhookLoad.Latency::refused)
                                .sum())));
    }
}
