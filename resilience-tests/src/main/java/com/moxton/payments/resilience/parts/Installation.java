package com.moxton.payments.resilience.parts;

import com.moxton.payments.local.LocalPort;
import com.moxton.payments.simulator.SimulatorSettings;
import com.moxton.payments.simulator.StripeSimulator;
import com.moxton.payments.simulator.event.RetryPolicy;
import com.moxton.payments.simulator.event.WebhookEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole system: broker, database and both services are processes of their own; the Stripe simulator, which knows the
 * truth, is in this one, and so are the lines and the balancer.
 */
public final class Installation implements AutoCloseable {

    public static final String WEBHOOK_PATH = "/api/payments/webhook";

    /** Stripe's patience is three days; ours is a quarter of an hour, with pauses that don't outlast a test. */
    private static final RetryPolicy WEBHOOK_RETRIES =
            new RetryPolicy(1_000, Duration.ofMillis(250), Duration.ofSeconds(2), Duration.ofSeconds(12));

    private static final int SIMULATOR_MEMORY = 40_000;

    private final Path project;
    private final Path home;
    private final BrokerProcess broker;
    private final DatabaseProcess database;
    private final Balancer balancer;
    private final StripeSimulator stripe;
    private final Line stripeLine;
    private final List<ServiceProcess> workers = new ArrayList<>();
    private final List<ServiceProcess> ingresses = new ArrayList<>();
    private int made;

    private Installation(Path project, Path home, Path brokerData) throws IOException, SQLException {
        this.project = project;
        this.home = home;
        this.broker = new BrokerProcess(home, brokerData);
        this.database = new DatabaseProcess(home.resolve("database"));
        this.balancer = Balancer.start();
        this.stripe = StripeSimulator.start(SimulatorSettings.defaults()
                .withCapacity(SIMULATOR_MEMORY)
                .withRetries(WEBHOOK_RETRIES)
                .withEndpoints(new WebhookEndpoint(balancer.uri(WEBHOOK_PATH), Secrets.WEBHOOK)));
        this.stripeLine = Line.to(URI.create(stripe.baseUrl()).getPort());
    }

    /** One worker and one ingress, ready. */
    public static Installation start(Path project) throws IOException, SQLException, InterruptedException {
        // The embedded database clears directories below the system's temporary one.
        Path target = Files.createDirectories(project.resolve("resilience-tests/target"));
        Path home = Files.createTempDirectory(target, "run-");
        return start(project, home, home.resolve("kafka"));
    }

    /** @param brokerData where the broker keeps its log */
    public static Installation start(Path project, Path home, Path brokerData)
            throws IOException, SQLException, InterruptedException {
        Installation installation = new Installation(project, home, brokerData);
        try {
            installation.broker.awaitReady();
            ServiceProcess worker = installation.addWorker(Map.of());
            installation.addIngress(Map.of());
            worker.awaitReady();
            return installation;
        } catch (IOException | InterruptedException | RuntimeException e) {
            installation.close();
            throw e;
        }
    }

    /** Started, and not ready yet. */
    public ServiceProcess addWorker(Map<String, String> settings) throws IOException, InterruptedException {
        int port = LocalPort.free("worker").claim();
        Map<String, String> environment = new HashMap<>(Map.ofEntries(
                Map.entry("WORKER_PORT", Integer.toString(port)),
                Map.entry("SERVER_ADDRESS", "127.0.0.1"),
                Map.entry("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers()),
                Map.entry("MYSQL_URL", database.workersUrl()),
                Map.entry("MYSQL_USER", "root"),
                Map.entry("MYSQL_PASSWORD", Secrets.DATABASE_PASSWORD),
                Map.entry("STRIPE_SECRET_KEY", Secrets.API_KEY),
                Map.entry("STRIPE_API_BASE", "http://127.0.0.1:" + stripeLine.port()),
                Map.entry("OPS_USERNAME", Secrets.OPS_USER),
                Map.entry("OPS_PASSWORD", Secrets.OPS_PASSWORD),
                Map.entry("JWT_SECRET", Secrets.JWT)));
        environment.putAll(ShortenedSettings.OF_THE_WORKER);
        environment.putAll(settings);
        ServiceProcess worker =
                ServiceProcess.launched("worker" + ++made, jar("payment-worker"), home, port, environment);
        workers.add(worker);
        return worker;
    }

    /** Another one, ready, and from then on in the balancer's list. */
    public ServiceProcess addIngress(Map<String, String> settings) throws IOException, InterruptedException {
        int port = LocalPort.free("ingress").claim();
        Map<String, String> environment = new HashMap<>(Map.of(
                "INGRESS_PORT",
                Integer.toString(port),
                "SERVER_ADDRESS",
                "127.0.0.1",
                "KAFKA_BOOTSTRAP_SERVERS",
                broker.bootstrapServers(),
                "STRIPE_WEBHOOK_SECRET",
                Secrets.WEBHOOK,
                "JWT_SECRET",
                Secrets.JWT));
        environment.putAll(ShortenedSettings.OF_INGRESS);
        environment.putAll(settings);
        ServiceProcess ingress =
                ServiceProcess.launched("ingress" + ++made, jar("ingress-service"), home, port, environment);
        ingresses.add(ingress);
        ingress.awaitReady();
        balancer.add(port);
        return ingress;
    }

    /** Stops it for good. */
    public void remove(ServiceProcess instance) throws InterruptedException {
        balancer.drain(instance.port());
        instance.close();
        workers.remove(instance);
        ingresses.remove(instance);
    }

    private QuickJar jar(String service) throws IOException, InterruptedException {
        String given = System.getProperty("resilience.jar." + service, "");
        Path jar =
                given.isEmpty() ? project.resolve(service).resolve("target").resolve(service + ".jar") : Path.of(given);
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing: ./mvnw -pl resilience-tests -am package makes it");
        }
        return QuickJar.of(jar, project.resolve("resilience-tests/target/unpacked"));
    }

    public boolean allReady() {
        return workers.stream().allMatch(ServiceProcess::isReady)
                && ingresses.stream().allMatch(ServiceProcess::isReady);
    }

    public BrokerProcess broker() {
        return broker;
    }

    public DatabaseProcess database() {
        return database;
    }

    public StripeSimulator stripe() {
        return stripe;
    }

    /** Between the worker and Stripe's API. */
    public Line stripeLine() {
        return stripeLine;
    }

    public Balancer balancer() {
        return balancer;
    }

    /** The first worker. */
    public ServiceProcess worker() {
        return workers.getFirst();
    }

    /** The first ingress. */
    public ServiceProcess ingress() {
        return ingresses.getFirst();
    }

    public List<ServiceProcess> workers() {
        return List.copyOf(workers);
    }

    public List<ServiceProcess> ingresses() {
        return List.copyOf(ingresses);
    }

    /** Everything that was logged lies below. */
    public Path home() {
        return home;
    }

    @Override
    public void close() throws InterruptedException {
        for (ServiceProcess service : ingresses) {
            service.close();
        }
        for (ServiceProcess service : workers) {
            service.close();
        }
        stripe.close();
        balancer.close();
        stripeLine.close();
        database.close();
        broker.close();
    }
}
