package com.moxton.payments.local.stack;

import com.moxton.payments.local.LocalPort;
import com.moxton.payments.testing.Lane;
import com.moxton.payments.testing.TestDatabase;
import com.moxton.payments.testing.TestServers;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** The stack in a process of its own: the main class and the class path of the run command, and free ports. */
final class StackProcess {
    static final String WEBHOOK_SECRET = "whsec_of_the_end_to_end_test";

    /** Where a test may start a page of its own: ingress-service lets that origin in too. */
    static final String SECOND_STOREFRONT = "SECOND_STOREFRONT_PORT";

    private static final int START_SECONDS = 180;
    private static final int SIGINT_BIT = 1 << 1;

    private final Process process;
    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    private StackProcess(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().name("stack-output").start(this::readOutput);
    }

    /** Settings of a stack on ports that were free a moment ago, on the servers of this run's lane. */
    static Map<String, String> settings(Path data) {
        Map<String, String> settings = new HashMap<>(freePorts());
        settings.put("STACK_DATA", data.toString());
        settings.put("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET);
        settings.put(
                SECOND_STOREFRONT,
                Integer.toString(LocalPort.free(SECOND_STOREFRONT).claim()));
        settings.put(
                "PAYMENTS_SECURITY_ALLOWEDORIGINS",
                "http://localhost:%s,http://localhost:%s"
                        .formatted(settings.get("STOREFRONT_PORT"), settings.get(SECOND_STOREFRONT)));
        if (TestServers.lane() != Lane.EMBEDDED) {
            TestServers.resetTopics();
            TestDatabase database = TestServers.newDatabase();
            settings.put("KAFKA_BOOTSTRAP_SERVERS", TestServers.kafkaBootstrapServers());
            settings.put("MYSQL_URL", database.url());
            settings.put("MYSQL_USER", database.user());
            settings.put("MYSQL_PASSWORD", database.password());
        }
        return settings;
    }

    static Map<String, String> freePorts() {
        Map<String, String> ports = new HashMap<>();
        for (String port :
                List.of("STOREFRONT_PORT", "INGRESS_PORT", "WORKER_PORT", "STRIPE_PORT", "KAFKA_PORT", "MYSQL_PORT")) {
            ports.put(port, Integer.toString(LocalPort.free(port).claim()));
        }
        return ports;
    }

    static StackProcess start(Map<String, String> settings) {
        try {
            String classPath = Path.of("target", "classes").toAbsolutePath()
                    + File.pathSeparator
                    + Files.readString(Path.of("target", "classpath.txt")).strip();
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx512m",
                            "-Dstack.ends-with-parent=true",
                            "-cp",
                            classPath,
                            LocalStack.class.getName())
                    .redirectErrorStream(true);
            builder.environment().putAll(settings);
            return new StackProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    StackProcess awaitReady() throws Exception {
        if (!ready.get(START_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The stack ended before it was ready:\n" + output());
        }
        return this;
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                if (line.equals("READY")) {
                    ready.complete(true);
                }
            }
        } catch (IOException e) {
            output.add("(unreadable from here: " + e + ")");
        }
        ready.complete(false);
    }

    String output() {
        return String.join("\n", output);
    }

    /** The service's process of this moment. */
    ProcessHandle service(String name) {
        return process.descendants()
                .filter(child -> child.info()
                        .commandLine()
                        .orElse("")
                        .contains("-D" + ServiceProcess.NAME_PROPERTY + "=" + name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " isn't running"));
    }

    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** As Ctrl-C in a terminal: every process of the group gets the signal at once. */
    void interrupt() throws Exception {
        for (ProcessHandle child : descendants()) {
            signal("INT", child.pid());
        }
        signal(ignoresInterrupts() ? "TERM" : "INT", process.pid());
    }

    private static void signal(String name, long pid) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }

    /** A shell without a terminal starts its background jobs so, and the JVM respects it. */
    private boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(
                                        line.substring("SigIgn:".length()).strip(), 16)
                                & SIGINT_BIT)
                        != 0);
    }

    /** kill -9 of the launcher alone. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    int awaitExit() throws Exception {
        if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The stack doesn't end:\n" + output());
        }
        return process.exitValue();
    }

    /** In order. */
    void stop() throws Exception {
        process.destroy();
        awaitExit();
    }
}
