package com.moxton.payments.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own that a test may kill. */
public final class ChildJvm implements AutoCloseable {
    public static final String READY = "CHILD IS READY ";

    private final Process process;
    private final String answer;

    private ChildJvm(Process process, String answer) {
        this.process = process;
        this.answer = answer;
    }

    /** Runs the main class until it prints {@link #READY}. */
    public static ChildJvm run(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                return new ChildJvm(process, line.substring(READY.length()));
            }
            System.out.println("child: " + line);
        }
        throw new IllegalStateException(main + " ended before it was ready");
    }

    /** What it printed after {@link #READY}. */
    public String answer() {
        return answer;
    }

    /** kill -9. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
