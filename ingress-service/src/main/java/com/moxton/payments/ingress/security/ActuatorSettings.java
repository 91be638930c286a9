package com.moxton.payments.ingress.security;

import com.moxton.payments.ingress.startup.SettingException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What of the actuator can be seen without a token. All else there needs one with the scope {@code payments:ops}.
 *
 * <p>To have it on an address of its own, which the internet can't reach, set {@code management.server.port} (and
 * {@code management.server.address}); the same rules hold there.
 *
 * @param open {@code health}, {@code prometheus}, both, or nothing. Without {@code health} the probes of an orchestrator
 *     need a token, too, so rather move those to another port. Default both
 */
@ConfigurationProperties("payments.actuator")
record ActuatorSettings(
        @DefaultValue({"health", "prometheus"}) List<String> open) {

    ActuatorSettings {
        open = open.stream()
                .map(String::strip)
                .filter(endpoint -> !endpoint.isEmpty())
                .toList();
        if (!List.of("health", "prometheus").containsAll(open)) {
            throw new SettingException("payments.actuator.open", "must be health, prometheus, both, or empty");
        }
    }

    List<String> openPaths() {
        return open.stream()
                .flatMap(endpoint -> Stream.of("/actuator/" + endpoint, "/actuator/" + endpoint + "/**"))
                .toList();
    }
}
