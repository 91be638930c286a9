package com.moxton.payments.local.stack;

import com.moxton.payments.local.DataDirectoryInUseException;
import com.moxton.payments.local.LocalPort;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.springframework.boot.logging.LoggingSystem;

/**
 * The main class: starts everything, prints READY, and stops everything on Ctrl-C. Its settings are environment
 * variables. Exit code 1 when it couldn't start or a part broke for good.
 */
public final class LocalStack {
    /** Set by the Maven plugin: a Maven that is killed leaves nothing behind. */
    private static final String ENDS_WITH_PARENT = "stack.ends-with-parent";

    private LocalStack() {}

    public static void main(String[] arguments) {
        Console console = new Console(System.out);
        long began = System.nanoTime();
        try {
            Checkout checkout = Checkout.find();
            StackSettings settings = StackSettings.of(Settings.of(System.getenv()), checkout.root());
            Files.createDirectories(settings.logs());
            prepareLogging(settings);
            StackPorts.requireFree(portsToBind(settings));

            Stack stack = new Stack(settings, checkout, console);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack, console), "stop"));
            endWithParent();
            stack.start();
            console.print(new Welcome(settings, stack.secrets(), stack.environment()).text());
            console.line(
                    "stack",
                    "up after " + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
            console.print("READY");
            fail(console, stack.awaitFailure());
        } catch (StartStoppedException | DataDirectoryInUseException e) {
            fail(console, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            fail(console, "STACK_DATA can't be used: " + e);
        } catch (InterruptedException e) {
            fail(console, "interrupted");
        }
    }

    private static void prepareLogging(StackSettings settings) {
        // Before the first logger: logback.xml reads it.
        System.setProperty("stack.logs", settings.logs().toString());
        // The storefront would set logging up anew, while the broker in the same JVM writes its log.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    // MariaDB's is left out: an orphan of a killed stack may hold it, which its successor ends first.
    private static List<LocalPort> portsToBind(StackSettings settings) {
        StackPorts ports = settings.ports();
        List<LocalPort> bound = new ArrayList<>(List.of(ports.storefront(), ports.ingress(), ports.worker()));
        if (settings.stripe().isSimulated()) {
            bound.add(ports.stripe());
        }
        if (settings.embedsKafka()) {
            bound.add(ports.kafka());
        }
        return bound;
    }

    private static void endWithParent() {
        if (Boolean.getBoolean(ENDS_WITH_PARENT)) {
            ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(1)));
        }
    }

    private static void stop(Stack stack, Console console) {
        console.line("stack", "stopping");
        stack.close();
        console.line("stack", "stopped");
    }

    private static void fail(Console console, String why) {
        why.lines().forEach(line -> console.line("stack", "Stopped: " + line));
        System.exit(1);
    }
}
