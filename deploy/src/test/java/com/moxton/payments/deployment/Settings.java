package com.moxton.payments.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a service can be told by its environment: by its own application.yml, and by the metadata of its settings. */
record Settings(String service, String applicationYaml, Set<String> own) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):");
    private static final String KAFKA = "SPRING_KAFKA_PROPERTIES_";
    private static final Set<String> OF_SPRING =
            Set.of("SPRING_KAFKA_SECURITY_PROTOCOL", "LOGGING_STRUCTURED_FORMAT_CONSOLE");

    static Settings of(String service) {
        Path module = Manifest.ROOT.resolve("..").resolve(service);
        try {
            return new Settings(
                    service,
                    Files.readString(module.resolve("src/main/resources/application.yml")),
                    variables(JsonMapper.shared()
                            .readTree(Files.readString(
                                    module.resolve("target/classes/META-INF/spring-configuration-metadata.json")))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code payments.events.group-instance-id} is {@code PAYMENTS_EVENTS_GROUPINSTANCEID}. */
    private static Set<String> variables(JsonNode metadata) {
        Set<String> variables = new TreeSet<>();
        metadata.get("properties")
                .forEach(property -> variables.add(property.get("name")
                        .stringValue()
                        .replace("-", "")
                        .replace('.', '_')
                        .toUpperCase(Locale.ROOT)));
        return variables;
    }

    boolean understands(String variable) {
        if (variable.startsWith(KAFKA)) {
            return AdminClientConfig.configNames()
                    .contains(
                            variable.substring(KAFKA.length()).replace('_', '.').toLowerCase(Locale.ROOT));
        }
        return named().contains(variable) || own.contains(variable) || OF_SPRING.contains(variable);
    }

    /** Without which it doesn't start. */
    List<String> required() {
        return service.equals("ingress-service")
                ? List.of("KAFKA_BOOTSTRAP_SERVERS", "STRIPE_WEBHOOK_SECRET", "JWT_SECRET")
                : List.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        "STRIPE_SECRET_KEY",
                        "MYSQL_URL",
                        "MYSQL_USER",
                        "MYSQL_PASSWORD",
                        "OPS_USERNAME",
                        "OPS_PASSWORD");
    }

    int defaultPort() {
        return number("_PORT:(\\d+)}");
    }

    int shutdownPhaseSeconds() {
        return number("timeout-per-shutdown-phase: (\\d+)s");
    }

    private int number(String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(applicationYaml);
        if (!found.find()) {
            throw new AssertionError(pattern + " is not in application.yml of " + service);
        }
        return Integer.parseInt(found.group(1));
    }

    private Set<String> named() {
        Set<String> names = new TreeSet<>();
        VARIABLE.matcher(applicationYaml).results().forEach(found -> names.add(found.group(1)));
        return names;
    }
}
