package com.moxton.payments.benchmarks.parts;

import com.moxton.payments.local.LocalPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The README's run command, on ports and data of its own. */
public final class LocalStackRun {

    private static final Duration START_PATIENCE = Duration.ofMinutes(5);
    private static final long STOP_SECONDS = 60;

    private final Path project;
    private final Path directory;
    private final Map<String, String> settings;

    /**
     * @param directory for data and output
     */
    public LocalStackRun(Path project, Path directory) {
        this.project = project;
        this.directory = directory;
        this.settings = Map.of(
                "STACK_DATA", directory.resolve("stack").toString(),
                "STOREFRONT_PORT", port("the storefront"),
                "INGRESS_PORT", port("ingress"),
                "WORKER_PORT", port("worker"),
                "STRIPE_PORT", port("Stripe"),
                "KAFKA_PORT", port("Kafka"),
                "MYSQL_PORT", port("MariaDB"));
    }

    /** @param cpuSeconds of Maven and of all processes below it */
    public record Ready(double wallSeconds, double cpuSeconds) {}

    /** Starts it, waits for READY, and stops it. */
    public Ready start() throws IOException, InterruptedException {
        Path output = directory.resolve("local-stack.log");
        ProcessBuilder command = new ProcessBuilder(
                        project.resolve("mvnw").toString(), "-pl", "local-stack", "-am", "spring-boot:run")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        command.environment().putAll(settings);
        long began = System.nanoTime();
        Process maven = command.start();
        List<ProcessHandle> all = List.of(maven.toHandle());
        try {
            while (!isReady(output)) {
                if (!maven.isAlive() || System.nanoTime() - began > START_PATIENCE.toNanos()) {
                    throw new IllegalStateException("The local stack did not get READY: see " + output);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            double wall = (System.nanoTime() - began) / 1e9;
            all = Stream.concat(Stream.of(maven.toHandle()), maven.descendants())
                    .toList();
            return new Ready(
                    wall, all.stream().mapToDouble(LocalStackRun::cpuOf).sum());
        } finally {
            maven.destroy();
            awaitEnd(all);
        }
    }

    private static boolean isReady(Path output) throws IOException {
        try (Stream<String> lines = Files.lines(output)) {
            return lines.anyMatch("READY"::equals);
        }
    }

    private static double cpuOf(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    // The stack ends in order when its Maven has gone.
    private static void awaitEnd(List<ProcessHandle> processes) throws InterruptedException {
        CompletableFuture<?>[] ends =
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            processes.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static String port(String name) {
        return Integer.toString(LocalPort.free(name).claim());
    }
}
