package com.moxton.payments.local.stack;

import com.moxton.payments.local.stack.child.ChildMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A running service: its output goes to the terminal and to its log file. */
final class ServiceProcess {
    static final String NAME_PROPERTY = "stack.service";

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(25);

    /** For a quick start on a small machine: what the services would gain from a better compiler comes too late. */
    private static final List<String> JVM_OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx384m");

    private final Process process;

    private ServiceProcess(Process process) {
        this.process = process;
    }

    static ServiceProcess start(ServiceProgram program, Console console) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // First of all, for whoever looks at a list of processes: what follows is long.
        command.add("-D" + NAME_PROPERTY + "=" + program.name());
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-cp", program.classPath(), ChildMain.class.getName(), program.mainClass()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(program.environment());
        try {
            ServiceProcess started = new ServiceProcess(builder.start());
            started.copyOutput(program, console);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(program.name() + " can't be started", e);
        }
    }

    private void copyOutput(ServiceProgram program, Console console) {
        // Reading a pipe holds a virtual thread's carrier: on two cores the two services' output would hold them all.
        Thread.ofPlatform().daemon().name(program.name() + "-output").start(() -> {
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                    Writer log = Files.newBufferedWriter(
                            program.log(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    console.line(program.name(), line);
                    log.write(line + System.lineSeparator());
                    log.flush();
                }
            } catch (IOException e) {
                console.line(program.name(), "its output can't be read any more: " + e.getMessage());
            }
        });
    }

    CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** In order, so that it finishes what it has begun; by force when that takes too long. */
    void stop() {
        try (Writer input = process.outputWriter(StandardCharsets.UTF_8)) {
            input.write(ChildMain.STOP + "\n");
            input.flush();
            if (process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            // it is gone, or won't listen
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
