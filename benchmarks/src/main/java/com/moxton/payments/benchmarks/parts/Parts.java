package com.moxton.payments.benchmarks.parts;

import com.moxton.payments.local.LocalPort;
import com.moxton.payments.local.kafka.EmbeddedKafkaMain;
import com.moxton.payments.local.process.JavaProcess;
import com.moxton.payments.simulator.StripeSimulatorMain;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the system, as processes on this machine. Broker and database are started when they are asked for first;
 * services and simulator as often as wanted. Closing this stops all that still runs, the last first.
 */
public final class Parts implements AutoCloseable {

    public static final String WEBHOOK_SECRET = "whsec_benchmarks_benchmarks_benchmarks";
    public static final String JWT_SECRET = "benchmarks-benchmarks-benchmarks-benchmarks-0123456789";

    /** Heap and collector of the services: small, as in a container of half a gigabyte. */
    public static final List<String> SERVICE_JVM = List.of("-Xmx256m", "-XX:+UseSerialGC");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path project;
    private final Path directory;
    private final Database.Kind kind;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final AtomicInteger count = new AtomicInteger();
    private @Nullable Broker broker;
    private @Nullable Database database;

    public Parts(Path project, Database.Kind kind) throws IOException {
        this.project = project;
        this.kind = kind;
        // The embedded database clears directories below the system's temporary one.
        Path target = Files.createDirectories(project.resolve("benchmarks/target"));
        this.directory = Files.createTempDirectory(target, "run-");
    }

    public Broker broker() throws IOException, InterruptedException {
        if (broker == null) {
            int port = LocalPort.free("Kafka").claim();
            JavaProcess process = start(
                    "broker",
                    List.of("-Xmx768m", "-XX:+UseSerialGC"),
                    program(
                            EmbeddedKafkaMain.class.getName(),
                            directory.resolve("kafka").toString(),
                            Integer.toString(port)),
                    Map.of());
            process.await(() -> answers(port), PATIENCE);
            broker = new Broker(process, "127.0.0.1:" + port);
        }
        return broker;
    }

    public Database database() {
        if (database == null) {
            database = Database.start(kind, directory.resolve("database"));
            started.push(database);
        }
        return database;
    }

    /**
     * The Stripe simulator in a process of its own.
     *
     * @param webhooks where it sends its events; null: nowhere
     */
    public Simulator simulator(@Nullable String webhooks) throws IOException, InterruptedException {
        int port = LocalPort.free("Stripe").claim();
        Map<String, String> environment = new HashMap<>();
        environment.put("STRIPE_PORT", Integer.toString(port));
        if (webhooks != null) {
            environment.put("STRIPE_WEBHOOK_URL", webhooks);
            environment.put("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET);
        }
        JavaProcess process = start(
                "simulator",
                List.of("-Xmx768m", "-XX:+UseSerialGC"),
                program(StripeSimulatorMain.class.getName()),
                environment);
        process.await(() -> answers(port), PATIENCE);
        return new Simulator(process, port);
    }

    /**
     * ingress-service from its jar, ready.
     *
     * @param settings environment variables besides those that it can't do without; they win
     */
    public Service ingress(Map<String, String> settings) throws IOException, InterruptedException {
        return ingress(fromJar("ingress-service"), SERVICE_JVM, settings);
    }

    /**
     * @param program another way to start it, or another server on the same settings: {@code -jar …} or {@code -cp …}
     */
    public Service ingress(List<String> program, List<String> jvm, Map<String, String> settings)
            throws IOException, InterruptedException {
        int port = LocalPort.free("ingress").claim();
        Map<String, String> environment = new HashMap<>();
        environment.put("INGRESS_PORT", Integer.toString(port));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker().bootstrapServers());
        environment.put("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET);
        environment.put("JWT_SECRET", JWT_SECRET);
        // One user stands for all of them.
        environment.put("PAYMENTS_LIMITS_CREATEINTENTSPERMINUTE", "0");
        environment.put("PAYMENTS_LIMITS_CONFIRMSPERMINUTE", "0");
        environment.put("PAYMENTS_LIMITS_READSPERMINUTE", "0");
        environment.put("PAYMENTS_OVERLOAD_REQUESTSINFLIGHTPERUSER", "2000");
        // By default so many as stalled bodies would leave room for in the heap; nothing stalls here.
        environment.put("SERVER_TOMCAT_MAXCONNECTIONS", "4000");
        environment.putAll(settings);
        return Service.awaited(start("ingress", jvm, program, environment), port);
    }

    /**
     * payment-worker from its jar, ready.
     *
     * @param settings environment variables besides those that it can't do without; they win. {@code STRIPE_API_BASE} names
     *     the simulator; without it no call to Stripe can be made
     */
    public Service worker(Schema schema, Map<String, String> settings) throws IOException, InterruptedException {
        return worker(fromJar("payment-worker"), SERVICE_JVM, schema, settings);
    }

    public Service worker(List<String> program, List<String> jvm, Schema schema, Map<String, String> settings)
            throws IOException, InterruptedException {
        int port = LocalPort.free("worker").claim();
        Map<String, String> environment = new HashMap<>();
        environment.put("WORKER_PORT", Integer.toString(port));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker().bootstrapServers());
        environment.put("MYSQL_URL", schema.url());
        environment.put("MYSQL_USER", schema.user());
        environment.put("MYSQL_PASSWORD", schema.password());
        environment.put("STRIPE_SECRET_KEY", "sk_test_benchmarks");
        environment.put("STRIPE_API_BASE", "http://127.0.0.1:9");
        environment.put("OPS_USERNAME", "ops");
        environment.put("OPS_PASSWORD", "benchmarks-benchmarks");
        environment.put("JWT_SECRET", JWT_SECRET);
        environment.putAll(settings);
        return Service.awaited(start("worker", jvm, program, environment), port);
    }

    /** A program of this module in a process of its own: on our class path, with the services' classes and no jar of theirs. */
    public JavaProcess program(Class<?> main, List<String> jvm, List<String> arguments) throws IOException {
        return start(main.getSimpleName(), jvm, program(main.getName(), arguments.toArray(String[]::new)), Map.of());
    }

    private JavaProcess start(String name, List<String> jvm, List<String> program, Map<String, String> environment)
            throws IOException {
        Path home = directory.resolve(count.incrementAndGet() + "-" + name);
        JavaProcess process =
                JavaProcess.start(new JavaProcess.Launch(name, observed(jvm, home), program, environment), home);
        started.push(process);
        return process;
    }

    private static List<String> observed(List<String> jvm, Path home) {
        List<String> options = new ArrayList<>();
        options.add("-Xlog:gc*,safepoint:file=" + home.resolve(GcLog.FILE) + ":time,uptime,level,tags:filecount=0");
        if (System.getenv("BENCHMARKS_JFR") != null) {
            // For "jfr view hot-methods" and the like. It costs a few per cent.
            options.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                    + home.resolve("recording.jfr"));
        }
        options.addAll(jvm);
        return options;
    }

    private static List<String> program(String main, String... arguments) {
        List<String> program = new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), main));
        program.addAll(List.of(arguments));
        return program;
    }

    /** The program of a service that is started from its jar. */
    public List<String> fromJar(String service) {
        return List.of("-jar", jar(service).toString());
    }

    /** The service's jar, as the build left it. */
    public Path jar(String service) {
        Path jar = project.resolve(service).resolve("target").resolve(service + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing: the benchmarks are run by ./mvnw … package");
        }
        return jar;
    }

    public Path project() {
        return project;
    }

    public Path directory() {
        return directory;
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Of the parts that were started here. */
    public Map<String, String> versions() throws SQLException {
        Map<String, String> versions = new TreeMap<>();
        versions.put("Kafka", AppInfoParser.getVersion());
        if (database != null) {
            versions.put(database.kind() == Database.Kind.MYSQL ? "MySQL" : "MariaDB", database.version());
        }
        return versions;
    }

    @Override
    public void close() throws Exception {
        while (!started.isEmpty()) {
            started.pop().close();
        }
    }
}
