package com.moxton.payments.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** A broker in the test's JVM writes its log into the test's: a thousand lines at every start. */
final class ServerLogs {
    private static final Map<String, Level> LEVELS = Map.of(
            "kafka", Level.WARN,
            "org.apache.kafka", Level.WARN,
            "org.apache.kafka.controller", Level.ERROR,
            "state.change.logger", Level.WARN,
            "org.testcontainers", Level.ERROR,
            "tc", Level.WARN,
            "com.github.dockerjava", Level.WARN);

    private ServerLogs() {}

    /** A level that the test run sets itself, as {@code -Dlogging.level.kafka=info}, stays. */
    static void keepQuiet() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        // Without a configuration Logback prints everything.
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        if (root.getLevel() == Level.DEBUG) {
            root.setLevel(Level.INFO);
        }
        LEVELS.forEach((name, level) -> {
            // As a property too: Spring Boot sets Logback up anew when its first context starts.
            String property = "logging.level." + name;
            if (System.getProperty(property) == null) {
                System.setProperty(property, level.toString());
                context.getLogger(name).setLevel(level);
            }
        });
    }
}
