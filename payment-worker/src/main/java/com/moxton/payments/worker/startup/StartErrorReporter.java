package com.moxton.payments.worker.startup;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Ends a start that a setting or a server stopped with one line. Boot's own failure analysis would need fifteen, and would
 * print the value, which may be a secret.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartErrorReporter implements SpringBootExceptionReporter {

    private static final Logger log = LoggerFactory.getLogger(StartErrorReporter.class);

    /** Properties that operators know by their environment variable. */
    private static final Map<String, String> VARIABLES = Map.of(
            "server.port", "WORKER_PORT",
            "spring.kafka.bootstrap-servers", "KAFKA_BOOTSTRAP_SERVERS",
            "spring.datasource.url", "MYSQL_URL",
            "payments.ops.username", "OPS_USERNAME",
            "payments.ops.password", "OPS_PASSWORD",
            "payments.stripe.secret-key", "STRIPE_SECRET_KEY",
            "payments.stripe.api-base", "STRIPE_API_BASE");

    @Override
    public boolean reportException(Throwable failure) {
        String line = lineFor(failure);
        if (line == null) {
            return false;
        }
        log.error("Start stopped: {}", line);
        return true;
    }

    /** The line, or null when neither a setting nor a server is to blame. */
    static @Nullable String lineFor(Throwable failure) {
        String line = null;
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 50; cause = cause.getCause(), depth++) {
            if (cause instanceof SettingException || cause instanceof StartException) {
                // The innermost, and they speak for themselves.
                return cause.getMessage();
            }
            if (cause instanceof BindException bind) {
                line = describe(bind.getName().toString());
            } else if (cause instanceof InvalidConfigurationPropertyValueException invalid) {
                line = describe(invalid.getName());
            }
        }
        return line;
    }

    private static String describe(String property) {
        String variable = VARIABLES.get(property);
        return (variable == null ? property : variable + " (" + property + ")") + " is not valid";
    }
}
