package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Bench;
import com.moxton.payments.benchmarks.Median;
import com.moxton.payments.benchmarks.Scenario;
import com.moxton.payments.benchmarks.load.LifeLoad;
import com.moxton.payments.benchmarks.load.Orders;
import com.moxton.payments.benchmarks.parts.CpuClock;
import com.moxton.payments.benchmarks.parts.Schema;
import com.moxton.payments.benchmarks.parts.Service;
import com.moxton.payments.benchmarks.report.Figures;
import com.moxton.payments.benchmarks.report.Findings;
import com.moxton.payments.benchmarks.report.Goal;
import com.moxton.payments.benchmarks.report.Table;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Instances that come and go under load: how work spreads, what a rebalance costs, and that nothing is lost or doubled. */
final class ScaleScenario implements Scenario {

    private static final int PER_SECOND = 100;

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public String name() {
        return "scale";
    }

    /** What happened to one instance, and how long the event that waited longest waited because of it. */
    private record Disturbance(String what, boolean staticMembers, double longestWait) {}

    private record Spread(int workers, List<Long> events, List<Double> cpu) {}

    private record Sum(long accepted, long lost, int sentAgain, Map<String, Long> contradictions) {}

    @Override
    public Findings run(Bench bench) throws Exception {
        List<Spread> spreads = new ArrayList<>();
        List<Disturbance> disturbances = new ArrayList<>();
        List<Sum> sums = new ArrayList<>();
        ServicePrograms programs = ServicePrograms.asInTheImages(bench);
        sums.add(spread(bench, programs, spreads));
        for (int round = 0; round < Math.min(3, bench.rounds()); round++) {
            for (boolean staticMembers : new boolean[] {round % 2 == 1, round % 2 == 0}) {
                sums.add(disturb(bench, programs, staticMembers, disturbances));
            }
        }
        long lost = sums.stream().mapToLong(Sum::lost).sum();
        long doubled = sums.stream()
                .flatMap(sum -> sum.contradictions().values().stream())
                .mapToLong(Long::longValue)
                .sum();
        return new Findings(
                "Scale",
                ("Whole lives of payments at %d events/s, as webhooks to two ingress processes in turns, one event in twenty "
                                + "sent twice; every worker in a process of its own, with a cache of its classes as in our images.")
                        .formatted(PER_SECOND),
                List.of(new Goal(
                        "instances come and go under load: effects lost / doubled",
                        "–",
                        "0 / 0",
                        "%d / %d of %d events"
                                .formatted(
                                        lost,
                                        doubled,
                                        sums.stream().mapToLong(Sum::accepted).sum()),
                        lost + doubled == 0)),
                List.of(spreadTable(spreads), costTable(disturbances), sumTable(sums)),
                List.of(),
                List.of());
    }

    /** One worker, then two, then four. */
    private Sum spread(Bench bench, ServicePrograms programs, List<Spread> spreads) throws Exception {
        try (Run run = new Run(bench, programs, false)) {
            for (int workers : new int[] {1, 2, 4}) {
                while (run.workers.size() < workers) {
                    run.startWorker();
                }
                settle(bench);
                List<Long> before = processed(run.workers);
                List<CpuClock> clocks = run.workers.stream().map(Service::cpu).toList();
                TimeUnit.SECONDS.sleep(bench.scaled(15));
                List<Double> cpu = clocks.stream().map(CpuClock::seconds).toList();
                List<Long> after = processed(run.workers);
                spreads.add(new Spread(
                        workers,
                        IntStream.range(0, workers)
                                .mapToObj(i -> after.get(i) - before.get(i))
                                .toList(),
                        cpu));
                bench.say(spreads.getLast().toString());
            }
            return run.finish();
        }
    }

    /** Two workers: one joins, one stops in order and comes back, one is killed and comes back; then an ingress stops. */
    private static Sum disturb(
            Bench bench, ServicePrograms programs, boolean staticMembers, List<Disturbance> disturbances)
            throws Exception {
        try (Run run = new Run(bench, programs, staticMembers)) {
            run.startWorker();
            settle(bench);
            disturbances.add(run.disturb("one joins", run::startWorker));
            disturbances.add(run.disturb(
                    "one stops in order", () -> run.workers.removeLast().close()));
            disturbances.add(run.disturb("one is restarted in order", () -> {
                run.workers.removeLast().close();
                run.startWorker();
            }));
            disturbances.add(run.disturb("one is killed and started again", () -> {
                run.workers.removeLast().process().kill();
                run.startWorker();
            }));
            disturbances.add(run.disturb(
                    "one is killed", () -> run.workers.removeLast().process().kill()));
            disturbances.add(run.disturb("an ingress stops in order and comes back", () -> {
                run.edges.removeLast().close();
                run.startEdge();
            }));
            return run.finish();
        }
    }

    private static void settle(Bench bench) throws InterruptedException {
        TimeUnit.SECONDS.sleep(bench.scaled(5));
    }

    private List<Long> processed(List<Service> workers) throws Exception {
        List<Long> events = new ArrayList<>();
        for (Service worker : workers) {
            String metrics = http.send(
                            HttpRequest.newBuilder(worker.uri("/actuator/prometheus"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            events.add(metrics.lines()
                    .filter(line -> line.startsWith("payments_events_total"))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum());
        }
        return events;
    }

    /** Two ingress processes under load, and workers. */
    private static final class Run implements AutoCloseable {

        private interface Act {
            void run() throws Exception;
        }

        private final Bench bench;
        private final ServicePrograms programs;
        private final boolean staticMembers;
        private final Schema schema;
        private final List<Service> edges = new ArrayList<>();
        private final List<Service> workers = new ArrayList<>();
        private final LifeLoad load;

        Run(Bench bench, ServicePrograms programs, boolean staticMembers) throws Exception {
            this.bench = bench;
            this.programs = programs;
            this.staticMembers = staticMembers;
            this.schema = bench.parts().database().newSchema();
            edges.add(programs.startIngress(bench, Map.of()));
            edges.add(programs.startIngress(bench, Map.of()));
            // Makes the tables.
            startWorker();
            List<String> orders = Orders.insert(schema, 30_000);
            load = new LifeLoad(orders, PER_SECOND, targets());
            if (staticMembers) {
                bench.say("static members");
            }
        }

        private List<URI> targets() {
            return edges.stream().map(edge -> edge.uri("/api/payments/webhook")).toList();
        }

        void startWorker() throws Exception {
            String number = Integer.toString(workers.size());
            workers.add(programs.startWorker(
                    bench,
                    schema,
                    staticMembers
                            ? Map.of(
                                    "PAYMENTS_EVENTS_GROUPINSTANCEID", "worker-" + number,
                                    "PAYMENTS_REQUESTS_GROUPINSTANCEID", "worker-" + number)
                            : Map.of()));
        }

        void startEdge() throws Exception {
            edges.add(programs.startIngress(bench, Map.of()));
            load.to(targets());
        }

        Disturbance disturb(String what, Act act) throws Exception {
            long from = System.currentTimeMillis() - 500;
            act.run();
            // Longer than a session without heartbeats.
            TimeUnit.SECONDS.sleep(bench.scaled(14));
            Disturbance disturbance =
                    new Disturbance(what, staticMembers, ScaleChecks.longestWaitSeconds(schema, from));
            bench.say(disturbance.toString());
            return disturbance;
        }

        Sum finish() throws Exception {
            load.finish();
            long lost = ScaleChecks.lost(schema, load.accepted());
            Sum sum = new Sum(load.accepted().size(), lost, load.refused(), ScaleChecks.contradictions(schema));
            bench.say(sum.toString());
            return sum;
        }

        @Override
        public void close() throws Exception {
            load.close();
            for (Service worker : workers) {
                worker.close();
            }
            for (Service edge : edges) {
                edge.close();
            }
            schema.close();
        }
    }

    private static Table spreadTable(List<Spread> spreads) {
        return new Table(
                "How the work spreads over 12 partitions, in 15 s of load.",
                List.of("workers", "events of each", "CPU seconds of each", "CPU µs an event"),
                spreads.stream()
                        .map(spread -> List.of(
                                Integer.toString(spread.workers()),
                                spread.events().stream().map(String::valueOf).collect(Collectors.joining(" + ")),
                                spread.cpu().stream().map(Figures::of).collect(Collectors.joining(" + ")),
                                Figures.of(spread.cpu().stream()
                                                .mapToDouble(Double::doubleValue)
                                                .sum()
                                        * 1e6
                                        / Math.max(
                                                1,
                                                spread.events().stream()
                                                        .mapToLong(Long::longValue)
                                                        .sum()))))
                        .toList());
    }

    private static Table costTable(List<Disturbance> disturbances) {
        Map<String, List<Disturbance>> kinds = disturbances.stream()
                .collect(Collectors.groupingBy(Disturbance::what, LinkedHashMap::new, Collectors.toList()));
        return new Table(
                "What it costs: the longest wait of an event from ingress to its effect, in seconds (median of the runs).",
                List.of("with two workers", "dynamic members", "static members"),
                kinds.entrySet().stream()
                        .map(kind ->
                                List.of(kind.getKey(), median(kind.getValue(), false), median(kind.getValue(), true)))
                        .toList());
    }

    private static String median(List<Disturbance> disturbances, boolean staticMembers) {
        return Figures.of(Median.of(
                disturbances.stream()
                        .filter(disturbance -> disturbance.staticMembers() == staticMembers)
                        .toList(),
                Disturbance::longestWait));
    }

    private static Table sumTable(List<Sum> sums) {
        return new Table(
                "After each run, every event that was answered 200 is looked for, and every payment's history is checked.",
                List.of("run", "events", "sent again", "lost", "contradictions"),
                IntStream.range(0, sums.size())
                        .mapToObj(i -> List.of(
                                i == 0 ? "one, two, four workers" : "come and go " + i,
                                Long.toString(sums.get(i).accepted()),
                                Integer.toString(sums.get(i).sentAgain()),
                                Long.toString(sums.get(i).lost()),
                                sums.get(i).contradictions().isEmpty()
                                        ? "0"
                                        : sums.get(i).contradictions().toString()))
                        .toList());
    }
}
