package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Bench;
import com.moxton.payments.benchmarks.Percentile;
import com.moxton.payments.benchmarks.Rounds;
import com.moxton.payments.benchmarks.Scenario;
import com.moxton.payments.benchmarks.load.InFlight;
import com.moxton.payments.benchmarks.load.Orders;
import com.moxton.payments.benchmarks.load.UserTokens;
import com.moxton.payments.benchmarks.parts.Schema;
import com.moxton.payments.benchmarks.parts.Service;
import com.moxton.payments.benchmarks.parts.Simulator;
import com.moxton.payments.benchmarks.report.Figures;
import com.moxton.payments.benchmarks.report.Findings;
import com.moxton.payments.benchmarks.report.Goal;
import com.moxton.payments.benchmarks.report.Plot;
import com.moxton.payments.benchmarks.report.Table;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/** What a customer waits for a client secret beyond Stripe's own time. */
final class CreateIntentScenario implements Scenario {

    private static final int[] IN_FLIGHT = {1, 50, 300};
    private static final String KNOBS = "{\"latency\": 0.3, \"slowShare\": 0.02, \"slowLatency\": 3}";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public String name() {
        return "create-intent";
    }

    /**
     * One answer.
     *
     * @param requestId null for a bare call
     */
    private record Answer(String requestId, double millis) {}

    /** All answers of one round. */
    private record Round(List<Answer> answers, double seconds) {
        @Override
        public String toString() {
            double[] sorted = sorted(answers.stream().map(Answer::millis).toList());
            return "%d answers, p50 %s ms, p99 %s ms"
                    .formatted(
                            sorted.length,
                            Figures.of(Percentile.of(sorted, 50)),
                            Figures.of(Percentile.of(sorted, 99)));
        }
    }

    @Override
    public Findings run(Bench bench) throws Exception {
        try (Schema schema = bench.parts().database().newSchema();
                Simulator stripe = bench.parts().simulator(null)) {
            post(stripe.uri().resolve("/_simulator/knobs").toString(), KNOBS);
            Service worker = bench.parts()
                    .worker(
                            schema,
                            Map.of(
                                    "STRIPE_API_BASE",
                                    stripe.uri().toString(),
                                    "PAYMENTS_STRIPE_RATELIMIT_PERSECOND",
                                    "10000"));
            Service ingress = bench.parts().ingress(Map.of());
            List<String> orders = Orders.insert(schema, 120_000);
            AtomicInteger next = new AtomicInteger();
            String token = UserTokens.of("usr_1");
            InFlight.Call<Answer> ours = () -> create(ingress, token, orders.get(next.getAndIncrement()));
            InFlight.Call<Answer> bare = () -> bare(stripe);
            // The compilers have most of a payment service's code to look at first, and after 90 s still had a third
            // of both cores.
            InFlight.of(150, Duration.ofSeconds(bench.scaled(240)), ours);

            List<List<String>> rows = new ArrayList<>();
            List<Goal> goals = new ArrayList<>();
            List<Plot.Series> curves = new ArrayList<>();
            for (int inFlight : IN_FLIGHT) {
                Duration time = Duration.ofSeconds(bench.scaled(inFlight == 1 ? 15 : 8));
                Map<String, Rounds.Contestant<Round>> contestants = new LinkedHashMap<>();
                contestants.put("ours, %d in flight".formatted(inFlight), () -> round(inFlight, time, ours));
                contestants.put("Stripe alone, %d in flight".formatted(inFlight), () -> round(inFlight, time, bare));
                Map<String, List<Round>> measured = Rounds.alternate(bench.rounds(), contestants);
                List<List<Round>> both = List.copyOf(measured.values());
                double[] added = added(schema, both.getFirst());
                rows.add(row(inFlight, both.getFirst(), both.getLast(), added));
                goals.add(Goal.atMost(
                        "create-intent, %d in flight: added to Stripe's own time, p50".formatted(inFlight),
                        "the bare Stripe call",
                        15,
                        Percentile.of(added, 50),
                        " ms"));
                goals.add(Goal.atMost(
                        "create-intent, %d in flight: added, p99".formatted(inFlight),
                        "the bare Stripe call",
                        60,
                        Percentile.of(added, 99),
                        " ms"));
                curves.add(Plot.Series.percentiles(
                        "%d in flight".formatted(inFlight), percentile -> Percentile.of(added, percentile)));
            }
            List<String> notes = List.of(
                    ("CPU seconds of the whole run: worker %s, ingress %s, simulator %s, broker %s, database %s. Worker: %s. Ingress: %s.")
                            .formatted(
                                    Figures.of(total(worker)),
                                    Figures.of(total(ingress)),
                                    Figures.of(stripe.cpu().sinceStart()),
                                    Figures.of(bench.parts().broker().cpu().sinceStart()),
                                    Figures.of(bench.parts().database().cpu().sinceStart()),
                                    worker.gc(),
                                    ingress.gc()));
            ingress.close();
            worker.close();
            return new Findings(
                    "Create-intent",
                    """
                    Stripe is the simulator: 300 ms a call, 2 % of the calls 3 s more. So many customers call `create-intent` of ingress, each
                    for another order and again as soon as the answer is there; in turns with the same number of bare calls to the simulator
                    by the same client. What is added is, for each request, the customer's time less the time of its own call to Stripe as the
                    worker recorded it in `stripe_calls`.
                    """,
                    goals,
                    List.of(new Table(
                            "Milliseconds; all rounds together.",
                            List.of(
                                    "in flight",
                                    "ours/s",
                                    "bare/s",
                                    "ours p50",
                                    "bare p50",
                                    "ours p99",
                                    "bare p99",
                                    "added p50",
                                    "added p90",
                                    "added p99"),
                            rows)),
                    List.of(new Plot(
                            "create-intent-added",
                            "What we add to Stripe's time",
                            Plot.Kind.LINES,
                            "percentile",
                            "ms",
                            true,
                            curves)),
                    notes);
        }
    }

    private static double total(Service service) {
        return service.cpu().sinceStart();
    }

    private static Round round(int inFlight, Duration time, InFlight.Call<Answer> call) throws Exception {
        long began = System.nanoTime();
        List<Answer> answers = InFlight.of(inFlight, time, call);
        return new Round(answers, (System.nanoTime() - began) / 1e9);
    }

    private Answer create(Service ingress, String token, String orderId) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(ingress.uri("/api/payments/create-intent"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"orderId\": \"%s\", \"amount\": 49.99, \"currency\": \"usd\"}".formatted(orderId)))
                .build();
        long began = System.nanoTime();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        while (response.statusCode() == 202) {
            // Not there within the ten seconds that a call waits: the customer asks again.
            URI again = ingress.uri(response.headers().firstValue("Location").orElseThrow());
            response = http.send(
                    HttpRequest.newBuilder(again)
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
        double millis = (System.nanoTime() - began) / 1e6;
        if (response.statusCode() != 200) {
            throw new IllegalStateException(
                    "create-intent was answered %d: %s".formatted(response.statusCode(), response.body()));
        }
        return new Answer(JSON.readTree(response.body()).path("requestId").asString(), millis);
    }

    private Answer bare(Simulator stripe) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(stripe.uri().resolve("/v1/payment_intents"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer sk_test_benchmarks")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("amount=4999&currency=usd&metadata[order_id]=ord_1"))
                .build();
        long began = System.nanoTime();
        int status = http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        if (status != 200) {
            throw new IllegalStateException("The simulator answered " + status);
        }
        return new Answer("", (System.nanoTime() - began) / 1e6);
    }

    private void post(String uri, String json) throws Exception {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(uri))
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(uri + " answered " + response.body());
        }
    }

    /** Sorted, in ms. */
    private static double[] added(Schema schema, List<Round> rounds) throws SQLException, InterruptedException {
        // The worker enters its calls in batches, a little later.
        TimeUnit.SECONDS.sleep(2);
        Map<String, Double> stripeMillis = new HashMap<>();
        try (Connection connection = schema.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT request_id, SUM(duration_us) / 1000 FROM stripe_calls GROUP BY request_id")) {
            while (rows.next()) {
                stripeMillis.put(rows.getString(1), rows.getDouble(2));
            }
        }
        return sorted(rounds.stream()
                .flatMap(round -> round.answers().stream())
                .map(answer -> answer.millis()
                        - Objects.requireNonNull(
                                stripeMillis.get(answer.requestId()), "no call is recorded for a request"))
                .toList());
    }

    private static List<String> row(int inFlight, List<Round> ours, List<Round> bare, double[] added) {
        double[] oursSorted = all(ours);
        double[] bareSorted = all(bare);
        return List.of(
                Integer.toString(inFlight),
                Figures.of(oursSorted.length
                        / ours.stream().mapToDouble(Round::seconds).sum()),
                Figures.of(bareSorted.length
                        / bare.stream().mapToDouble(Round::seconds).sum()),
                Figures.of(Percentile.of(oursSorted, 50)),
                Figures.of(Percentile.of(bareSorted, 50)),
                Figures.of(Percentile.of(oursSorted, 99)),
                Figures.of(Percentile.of(bareSorted, 99)),
                Figures.of(Percentile.of(added, 50)),
                Figures.of(Percentile.of(added, 90)),
                Figures.of(Percentile.of(added, 99)));
    }

    private static double[] all(List<Round> rounds) {
        return sorted(rounds.stream()
                .flatMap(round -> round.answers().stream())
                .map(Answer::millis)
                .toList());
    }

    private static double[] sorted(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
