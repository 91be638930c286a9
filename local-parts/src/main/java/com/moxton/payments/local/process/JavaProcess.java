package com.moxton.payments.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A JVM of its own with its output in a file. It ends with this one, if not before. */
public final class JavaProcess implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JavaProcess.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(40);
    private static final int LAST_LINES = 20;

    private final String name;
    private final Process process;
    private final Path directory;

    private JavaProcess(String name, Process process, Path directory) {
        this.name = name;
        this.process = process;
        this.directory = directory;
    }

    /**
     * What to start.
     *
     * @param jvm options; memory and collector among them
     * @param program {@code -jar file} or {@code -cp path Main} and its arguments
     * @param environment all of it: nothing is inherited
     */
    public record Launch(String name, List<String> jvm, List<String> program, Map<String, String> environment) {}

    /**
     * @param directory for its output and whatever else it leaves
     */
    public static JavaProcess start(Launch launch, Path directory) throws IOException {
        Files.createDirectories(directory);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launch.jvm());
        command.addAll(launch.program());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.log").toFile());
        builder.environment().clear();
        builder.environment().putAll(new HashMap<>(launch.environment()));
        JavaProcess started = new JavaProcess(launch.name(), builder.start(), directory);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> started.process.destroyForcibly()));
        return started;
    }

    /**
     * @throws IllegalStateException with its last words when it ends instead, or isn't ready in time
     */
    public void await(BooleanSupplier ready, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("%s %s. It said last:%n%s"
                        .formatted(name, process.isAlive() ? "is not ready" : "has ended", lastLines()));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Where its output is, and whatever else it leaves. */
    public Path directory() {
        return directory;
    }

    public Path output() {
        return directory.resolve("output.log");
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(output(), StandardCharsets.UTF_8);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** As {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** In order; by force when that takes too long. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            log.atWarn().addKeyValue("process", name).log("did not stop in time and is killed");
            kill();
        }
    }
}
