package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Bench;
import com.moxton.payments.benchmarks.Median;
import com.moxton.payments.benchmarks.Rounds;
import com.moxton.payments.benchmarks.Scenario;
import com.moxton.payments.benchmarks.load.Orders;
import com.moxton.payments.benchmarks.parts.CpuClock;
import com.moxton.payments.benchmarks.parts.Schema;
import com.moxton.payments.benchmarks.parts.Service;
import com.moxton.payments.benchmarks.parts.Simulator;
import com.moxton.payments.benchmarks.report.Figures;
import com.moxton.payments.benchmarks.report.Findings;
import com.moxton.payments.benchmarks.report.Goal;
import com.moxton.payments.benchmarks.report.Table;
import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.Topic;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** How many intents one worker creates a second, beside what its limit of calls at once allows. */
final class IntentRateScenario implements Scenario {

    private static final double STRIPE_SECONDS = 0.3;
    private static final int[] LIMITS = {64};
    private static final int GOAL_LIMIT = 64;

    /** A worker that has just started spends three times as much on an intent: its code isn't compiled yet. */
    private static final int WARM_UP = 4_000;

    @Override
    public String name() {
        return "intent-rate";
    }

    /**
     * CPU in ms an intent.
     *
     * @param statements that the database was sent for an intent, commits among them
     */
    private record Rate(
            double perSecond,
            double workerCpuMillis,
            double databaseCpuMillis,
            double brokerCpuMillis,
            double statements) {}

    @Override
    public Findings run(Bench bench) throws Exception {
        try (Simulator stripe = bench.parts().simulator(null)) {
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(stripe.uri().resolve("/_simulator/knobs"))
                                    .POST(HttpRequest.BodyPublishers.ofString("{\"latency\": 0.3}"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
            Map<String, Rounds.Contestant<Rate>> contestants = new LinkedHashMap<>();
            for (int limit : LIMITS) {
                contestants.put(Integer.toString(limit), () -> measure(bench, stripe.uri(), limit));
            }
            Map<String, List<Rate>> measured = Rounds.alternate(bench.rounds(), contestants);
            List<List<String>> rows = new ArrayList<>();
            List<Goal> goals = new ArrayList<>();
            measured.forEach((limit, rates) -> {
                double ideal = Integer.parseInt(limit) / STRIPE_SECONDS;
                double rate = Median.of(rates, Rate::perSecond);
                rows.add(List.of(
                        limit,
                        Figures.of(ideal),
                        Figures.of(rate),
                        Figures.of(100 * rate / ideal) + " %",
                        Figures.of(Median.of(rates, Rate::workerCpuMillis)),
                        Figures.of(Median.of(rates, Rate::databaseCpuMillis)),
                        Figures.of(Median.of(rates, Rate::brokerCpuMillis)),
                        Figures.of(Median.of(rates, Rate::statements))));
                if (limit.equals(Integer.toString(GOAL_LIMIT))) {
                    goals.add(Goal.atLeast(
                            "intents a second of one worker, Stripe at 300 ms",
                            limit + " in flight ÷ 0.3 s",
                            80,
                            100 * rate / ideal,
                            " %"));
                }
            });
            return new Findings(
                    "Intents a second",
                    """
                    One worker, Stripe at 300 ms, `payments.requests.max-in-flight` as given; a topic full of requests, each for another order.
                    A worker of its own for each measurement; %,d requests warm it up. The rate is that of the requests finished after these,
                    without the first and the last fifth. Simulator, broker and database share the two cores.
                    """.formatted(WARM_UP),
                    goals,
                    List.of(new Table(
                            "Medians of the rounds.",
                            List.of(
                                    "in flight",
                                    "limit ÷ 0.3 s",
                                    "intents/s",
                                    "of it",
                                    "CPU ms an intent, worker",
                                    "CPU ms, database",
                                    "CPU ms, broker",
                                    "statements an intent"),
                            rows)),
                    List.of(),
                    List.of());
        }
    }

    private static Rate measure(Bench bench, URI stripe, int limit) throws Exception {
        int warmUp = bench.scaled(WARM_UP);
        int measured = bench.scaled((int) (limit / STRIPE_SECONDS * 12));
        try (Schema schema = bench.parts().database().newSchema();
                Service worker = bench.parts()
                        .worker(
                                schema,
                                Map.of(
                                        "STRIPE_API_BASE", stripe.toString(),
                                        "PAYMENTS_STRIPE_RATELIMIT_PERSECOND", "100000",
                                        "PAYMENTS_REQUESTS_MAXINFLIGHT", Integer.toString(limit)))) {
            List<String> orders = Orders.insert(schema, warmUp + measured);
            work(bench, schema, orders.subList(0, warmUp), 0);
            CpuClock workerCpu = worker.cpu();
            CpuClock databaseCpu = bench.parts().database().cpu();
            CpuClock brokerCpu = bench.parts().broker().cpu();
            long before = statements(schema);
            work(bench, schema, orders.subList(warmUp, orders.size()), warmUp);
            return new Rate(
                    rate(schema, warmUp),
                    workerCpu.seconds() * 1000 / measured,
                    databaseCpu.seconds() * 1000 / measured,
                    brokerCpu.seconds() * 1000 / measured,
                    (double) (statements(schema) - before) / measured);
        }
    }

    /** That the server was sent by anybody since it began: each is a way there and back. */
    private static long statements(Schema schema) throws SQLException {
        try (Connection connection = schema.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Questions'")) {
            row.next();
            return row.getLong(2);
        }
    }

    /** Has the requests worked off; so many were finished before. */
    private static void work(Bench bench, Schema schema, List<String> orders, int before) throws Exception {
        send(bench.parts().broker().bootstrapServers(), orders);
        while (schema.number("SELECT COUNT(*) FROM payment_requests WHERE finished_at IS NOT NULL")
                < before + orders.size()) {
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    private static void send(String bootstrapServers, List<String> orders) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (String order : orders) {
                PaymentRequest request = new PaymentRequest.CreateIntent(
                        UUID.randomUUID().toString(),
                        Instant.now(),
                        "usr_1",
                        order,
                        new BigDecimal("49.99"),
                        "usd",
                        Map.of(),
                        null);
                producer.send(new ProducerRecord<>(
                        Topic.PAYMENT_REQUESTS.topicName(), request.key(), EventJson.write(request)));
            }
        }
    }

    private static double rate(Schema schema, int warmUp) throws SQLException {
        List<Double> finished = new ArrayList<>();
        try (Connection connection = schema.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT TIMESTAMPDIFF(MICROSECOND, (SELECT MIN(finished_at) FROM payment_requests), finished_at)
                        FROM payment_requests ORDER BY finished_at
                        """)) {
            while (rows.next()) {
                finished.add(rows.getLong(1) / 1e6);
            }
        }
        int measured = finished.size() - warmUp;
        int from = warmUp + measured / 5;
        int to = warmUp + measured * 4 / 5;
        return (to - from) / (finished.get(to) - finished.get(from));
    }
}
