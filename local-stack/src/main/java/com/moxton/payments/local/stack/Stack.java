package com.moxton.payments.local.stack;

import com.moxton.payments.local.DataDirectoryLock;
import com.moxton.payments.local.LocalPort;
import com.moxton.payments.local.database.EmbeddedMariaDb;
import com.moxton.payments.local.kafka.EmbeddedKafka;
import com.moxton.payments.simulator.SimulatorSettings;
import com.moxton.payments.simulator.StripeSimulator;
import com.moxton.payments.simulator.event.WebhookEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The running parts. They are started side by side, each as soon as what it needs is there, and closed one after the
 * other: who asks before who answers.
 */
final class Stack implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Stack.class);
    private static final Duration READY_TIMEOUT = Duration.ofMinutes(3);
    private static final String INGRESS = "com.moxton.payments.ingress.IngressApplication";
    private static final String WORKER = "com.moxton.payments.worker.WorkerApplication";

    private final StackSettings settings;
    private final Checkout checkout;
    private final Console console;
    private final Secrets secrets;
    private final ServiceEnvironment environment;
    private final DataDirectoryLock lock;
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final ExecutorService starters = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("start-", 1).factory());

    /** In the order of closing. */
    private final List<CompletableFuture<? extends AutoCloseable>> parts = new ArrayList<>();

    private @Nullable CompletableFuture<SupervisedService> ingress;
    private @Nullable CompletableFuture<SupervisedService> worker;

    /** Takes the data directory; {@link #start} starts the parts. */
    Stack(StackSettings settings, Checkout checkout, Console console) {
        this.settings = settings;
        this.checkout = checkout;
        this.console = console;
        this.lock = DataDirectoryLock.acquire(settings.data());
        this.secrets = Secrets.of(
                settings.settings(), settings.data().resolve("secrets.properties"), !settings.trustsIssuer());
        this.environment = new ServiceEnvironment(settings.settings(), settings.ports(), secrets);
    }

    Secrets secrets() {
        return secrets;
    }

    ServiceEnvironment environment() {
        return environment;
    }

    /**
     * Returns when everything answers.
     *
     * @throws StartStoppedException when a part can't be started
     */
    void start() throws InterruptedException {
        StackPorts ports = settings.ports();
        CompletableFuture<KafkaPart> kafka = async(this::startKafka);
        CompletableFuture<DatabasePart> database = async(this::startDatabase);
        CompletableFuture<StripePart> stripe = async(this::startStripe);
        // The services wait for a broker that isn't there yet, so they need not be held back for it. The database is
        // there in a moment, and before that moment an orphan of a killed stack might answer in its place.
        ingress = async(() -> startService(
                "ingress", "ingress-service", INGRESS, environment.ofIngress(settings.kafkaBootstrapServers())));
        worker = database.thenApplyAsync(
                server -> startService(
                        "worker",
                        "payment-worker",
                        WORKER,
                        environment.ofWorker(settings.kafkaBootstrapServers(), server.address(), settings.stripe())),
                starters);
        CompletableFuture<ConfigurableApplicationContext> storefront = database.thenApplyAsync(
                server -> Storefront.start(ports, server.address(), settings.stripe(), secrets.get("JWT_SECRET")),
                starters);
        synchronized (parts) {
            parts.addAll(List.of(storefront, ingress, worker, stripe, kafka, database));
        }
        for (CompletableFuture<?> part : parts) {
            part.whenComplete((started, broken) -> {
                if (broken != null) {
                    failure.complete(reason(broken));
                }
            });
        }
        awaitHealth(ports);
        if (failure.isDone()) {
            throw new StartStoppedException(failure.join());
        }
        ingress.join().restartFromNowOn();
        worker.join().restartFromNowOn();
    }

    /** Blocks until a part is gone for good, and says which. */
    String awaitFailure() {
        return failure.join();
    }

    private void awaitHealth(StackPorts ports) throws InterruptedException {
        try (Health health = new Health(failure::isDone)) {
            if (settings.stripe().isSimulated()) {
                health.await("the Stripe simulator", at(ports.stripe(), "/_simulator/knobs"), READY_TIMEOUT);
            }
            health.await("ingress-service", at(ports.ingress(), "/actuator/health/readiness"), READY_TIMEOUT);
            health.await("payment-worker", at(ports.worker(), "/actuator/health/readiness"), READY_TIMEOUT);
            health.await("the storefront", at(ports.storefront(), "/"), READY_TIMEOUT);
        }
    }

    private static URI at(LocalPort port, String path) {
        return Local.http(port).resolve(path);
    }

    private <T> CompletableFuture<T> async(Supplier<T> start) {
        return CompletableFuture.supplyAsync(start, starters);
    }

    private KafkaPart startKafka() {
        if (!settings.embedsKafka()) {
            return new KafkaPart(null);
        }
        EmbeddedKafka kafka = EmbeddedKafka.start(
                settings.data().resolve("kafka"), settings.ports().kafka());
        return new KafkaPart(kafka);
    }

    private DatabasePart startDatabase() {
        if (!settings.embedsDatabase()) {
            Settings external = settings.settings();
            return new DatabasePart(
                    new DatabaseAddress(
                            external.get("MYSQL_URL", ""),
                            external.get("MYSQL_USER", ""),
                            external.get("MYSQL_PASSWORD", "")),
                    null);
        }
        EmbeddedMariaDb database = EmbeddedMariaDb.start(
                settings.data().resolve("mariadb"), settings.ports().mysql());
        return new DatabasePart(
                new DatabaseAddress(database.jdbcUrl(DatabaseAddress.NAME), database.user(), database.password()),
                database);
    }

    private StripePart startStripe() {
        if (!settings.stripe().isSimulated()) {
            return new StripePart(null);
        }
        // While a secret is being rolled Stripe signs with the old one too; the first is the newest.
        String secret = secrets.get("STRIPE_WEBHOOK_SECRET").split(",", 2)[0].strip();
        return new StripePart(StripeSimulator.start(SimulatorSettings.defaults()
                .withPort(settings.ports().stripe().number())
                .withSnapshot(settings.data().resolve("stripe-simulator.json"))
                .withEndpoints(new WebhookEndpoint(at(settings.ports().ingress(), "/api/payments/webhook"), secret))));
    }

    private SupervisedService startService(
            String name, String module, String mainClass, Map<String, String> variables) {
        Path scratch = settings.data().resolve("run");
        ServiceProgram program = new ServiceProgram(
                name,
                checkout.classPathOf(module, scratch),
                mainClass,
                variables,
                settings.logs().resolve(name + ".log"));
        SupervisedService service = new SupervisedService(program, console, failure::complete);
        service.start();
        return service;
    }

    private static String reason(Throwable broken) {
        Throwable cause =
                broken instanceof CompletionException && broken.getCause() != null ? broken.getCause() : broken;
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** Safe to call while parts are still being started: they are closed when they are up. */
    @Override
    public void close() {
        List<CompletableFuture<? extends AutoCloseable>> started;
        synchronized (parts) {
            started = List.copyOf(parts);
        }
        for (CompletableFuture<? extends AutoCloseable> part : started) {
            try {
                part.get(READY_TIMEOUT.toSeconds(), TimeUnit.SECONDS).close();
            } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
                // it never came up
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                log.warn("a part could not be closed", e);
            }
        }
        lock.close();
    }

    private record KafkaPart(@Nullable EmbeddedKafka embedded) implements AutoCloseable {
        @Override
        public void close() {
            if (embedded != null) {
                embedded.close();
            }
        }
    }

    private record DatabasePart(
            DatabaseAddress address, @Nullable EmbeddedMariaDb embedded) implements AutoCloseable {
        @Override
        public void close() {
            if (embedded != null) {
                embedded.close();
            }
        }
    }

    private record StripePart(@Nullable StripeSimulator simulator) implements AutoCloseable {
        @Override
        public void close() {
            if (simulator != null) {
                simulator.close();
            }
        }
    }
}
