package com.moxton.payments.local.stack;

import com.moxton.payments.local.LocalPort;
import java.nio.file.Path;

/**
 * How this stack is put together.
 *
 * @param settings the environment variables behind it
 * @param data everything that is to survive a restart
 */
record StackSettings(Settings settings, StackPorts ports, StripeChoice stripe, Path data) {

    /**
     * @throws StartStoppedException with the name of the setting that makes no sense
     */
    static StackSettings of(Settings settings, Path root) {
        StackPorts ports = StackPorts.of(settings);
        Path data = settings.has("STACK_DATA")
                ? Path.of(settings.get("STACK_DATA", ""))
                : root.resolve("local-stack").resolve("target").resolve("stack");
        if (settings.has("MYSQL_URL") && !settings.has("MYSQL_USER")) {
            throw new StartStoppedException("MYSQL_USER is missing: MYSQL_URL is set");
        }
        return new StackSettings(
                settings,
                ports,
                StripeChoice.of(settings, ports),
                data.toAbsolutePath().normalize());
    }

    boolean embedsKafka() {
        return !settings.has("KAFKA_BOOTSTRAP_SERVERS");
    }

    /** Also before an embedded broker is up. */
    String kafkaBootstrapServers() {
        return settings.get(
                "KAFKA_BOOTSTRAP_SERVERS",
                LocalPort.loopback().getHostAddress() + ":" + ports.kafka().number());
    }

    boolean embedsDatabase() {
        return !settings.has("MYSQL_URL");
    }

    /** Tokens of an issuer's keys and tokens of a shared secret exclude each other. */
    boolean trustsIssuer() {
        return settings.has("JWT_ISSUER_URI") || settings.has("JWT_JWK_SET_URI");
    }

    Path logs() {
        return data.resolve("logs");
    }
}
