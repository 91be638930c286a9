package com.moxton.payments.worker.security;

import com.moxton.payments.worker.startup.SettingException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who operates the worker: somebody with the password, or somebody with a token of scope {@code payments:ops}. One of
 * them has to be set; there is no default password.
 *
 * @param username {@code OPS_USERNAME}
 * @param password {@code OPS_PASSWORD}
 * @param jwtSecret {@code JWT_SECRET} for HS256, at least 32 bytes
 * @param issuerUri {@code JWT_ISSUER_URI}; its keys are found by OpenID Connect discovery unless {@code jwkSetUri} names
 *     them
 * @param jwkSetUri {@code JWT_JWK_SET_URI}
 * @param openActuator whether health and metrics are shown to whoever asks, for probes and scrapers without a password. No
 *     closes them too: where others than operations reach the worker's port. Default yes
 */
@ConfigurationProperties("payments.ops")
public record OpsSettings(
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("") String jwtSecret,
        @DefaultValue("") String issuerUri,
        @DefaultValue("") String jwkSetUri,
        @DefaultValue("true") boolean openActuator) {

    /** RFC 7518: a key of at least the hash's size must be used. */
    private static final int MIN_SECRET_BYTES = 32;

    public OpsSettings {
        if (!jwtSecret.isBlank() && jwtSecret.getBytes(StandardCharsets.UTF_8).length < MIN_SECRET_BYTES) {
            throw new SettingException("JWT_SECRET", "must have at least %d bytes".formatted(MIN_SECRET_BYTES));
        }
        boolean tokens = !jwtSecret.isBlank() || !issuerUri.isBlank() || !jwkSetUri.isBlank();
        if (username.isBlank() && password.isBlank() && !tokens) {
            throw new SettingException(
                    "OPS_USERNAME",
                    "and OPS_PASSWORD are missing: the sign-in of operations, or JWT settings for tokens");
        }
        if (username.isBlank() != password.isBlank()) {
            throw new SettingException(
                    username.isBlank() ? "OPS_USERNAME" : "OPS_PASSWORD", "is missing: the other one is set");
        }
    }

    boolean hasPassword() {
        return !password.isBlank();
    }

    boolean takesTokens() {
        return !jwtSecret.isBlank() || !issuerUri.isBlank() || !jwkSetUri.isBlank();
    }

    @Override
    public String toString() {
        return ("OpsSettings[username=%s, password configured=%s, jwtSecret configured=%s, issuerUri=%s, jwkSetUri=%s,"
                        + " openActuator=%s]")
                .formatted(username, hasPassword(), !jwtSecret.isBlank(), issuerUri, jwkSetUri, openActuator);
    }
}
