package com.moxton.payments.ingress.startup;

import java.util.Locale;
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
 * Ends a start that a setting stopped with one line. Boot's own failure analysis would need fifteen, and would print the
 * value, which may be a secret.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SettingErrorReporter implements SpringBootExceptionReporter {
    private static final Logger log = LoggerFactory.getLogger(SettingErrorReporter.class);

    /** Properties that operators know by their environment variable. */
    private static final Map<String, String> VARIABLES = Map.of(
            "server.port", "INGRESS_PORT",
            "spring.kafka.bootstrap-servers", "KAFKA_BOOTSTRAP_SERVERS",
            "payments.webhook.secrets", "STRIPE_WEBHOOK_SECRET",
            "payments.security.jwt-secret", "JWT_SECRET",
            "payments.security.issuer-uri", "JWT_ISSUER_URI",
            "payments.security.jwk-set-uri", "JWT_JWK_SET_URI",
            "payments.security.audience", "JWT_AUDIENCE");

    @Override
    public boolean reportException(Throwable failure) {
        String line = lineFor(failure);
        if (line == null) {
            return false;
        }
        log.error("Start stopped: {}", line);
        return true;
    }

    /** The line, or null when the failure isn't about a setting. */
    static @Nullable String lineFor(Throwable failure) {
        String line = null;
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 50; cause = cause.getCause(), depth++) {
            if (cause instanceof SettingException setting) {
                // The innermost, and it speaks for itself.
                return setting.getMessage();
            }
            if (cause instanceof BindException bind) {
                Class<?> type = bind.getTarget().getType().resolve(Object.class);
                line = describe(bind.getName().toString(), type.getSimpleName().toLowerCase(Locale.ROOT));
            }
            if (cause instanceof InvalidConfigurationPropertyValueException invalid) {
                line = describe(invalid.getName(), "value");
            }
        }
        return line;
    }

    private static String describe(String property, String type) {
        String variable = VARIABLES.get(property);
        return "%s is not a valid %s".formatted(variable == null ? property : variable + " (" + property + ")", type);
    }
}
