package com.moxton.payments.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** One stack for all end-to-end tests of this JVM: it takes longer to start than most tests to run. */
final class SharedStack {
    private static final Path DATA = Path.of("target", "end-to-end").toAbsolutePath();

    private static @Nullable StackProcess stack;
    private static @Nullable Map<String, String> settings;

    private SharedStack() {}

    static synchronized StackProcess running() throws Exception {
        if (stack == null) {
            settings = StackProcess.settings(emptied());
            stack = StackProcess.start(settings).awaitReady();
            Runtime.getRuntime().addShutdownHook(new Thread(SharedStack::stop));
        }
        return stack;
    }

    /** With the same settings and data, after the old one was ended in whatever way. */
    static synchronized StackProcess startAgain() throws Exception {
        stack = StackProcess.start(settings()).awaitReady();
        return stack;
    }

    static Shop shop() throws Exception {
        running();
        return new Shop(settings());
    }

    static synchronized Map<String, String> settings() {
        if (settings == null) {
            throw new IllegalStateException("not started");
        }
        return settings;
    }

    private static Path emptied() {
        try {
            FileSystemUtils.deleteRecursively(DATA);
            Files.createDirectories(DATA);
            return DATA;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized void stop() {
        try {
            if (stack != null) {
                Files.writeString(DATA.resolve("output.log"), stack.output());
                stack.stop();
            }
        } catch (Exception e) {
            System.err.println("The stack could not be stopped: " + e);
        }
    }
}
