package com.moxton.payments.ingress.security;

import com.moxton.payments.ingress.startup.SettingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose tokens count, and which pages may call. Either the secret is set, or the issuer or its keys are.
 *
 * @param jwtSecret for HS256 ({@code JWT_SECRET}), at least 32 bytes
 * @param issuerUri of the tokens ({@code JWT_ISSUER_URI}); its keys are found by OpenID Connect discovery unless
 *     {@code jwkSetUri} names them
 * @param jwkSetUri the issuer's keys ({@code JWT_JWK_SET_URI})
 * @param audience one that each token must name ({@code JWT_AUDIENCE}); empty accepts any. Set it when the issuer serves others as well
 * @param allowedOrigins pages of these origins may call from a browser ({@code https://shop.example}); {@code *} lets
 *     all. Default none
 */
@ConfigurationProperties("payments.security")
record SecuritySettings(
        @DefaultValue("") String jwtSecret,
        @DefaultValue("") String issuerUri,
        @DefaultValue("") String jwkSetUri,
        @DefaultValue("") String audience,
        @DefaultValue List<String> allowedOrigins) {
    /** RFC 7518: a key of at least the hash's size must be used. */
    private static final int MIN_SECRET_BYTES = 32;

    SecuritySettings {
        boolean keys = !issuerUri.isBlank() || !jwkSetUri.isBlank();
        if (jwtSecret.isBlank() && !keys) {
            throw new SettingException(
                    "JWT_SECRET",
                    "is missing: the secret of the users' tokens, or JWT_ISSUER_URI or JWT_JWK_SET_URI in its place");
        }
        if (!jwtSecret.isBlank() && keys) {
            throw new SettingException("JWT_SECRET", "must not be set beside JWT_ISSUER_URI or JWT_JWK_SET_URI");
        }
        if (!keys && jwtSecret.getBytes(StandardCharsets.UTF_8).length < MIN_SECRET_BYTES) {
            throw new SettingException("JWT_SECRET", "must have at least %d bytes".formatted(MIN_SECRET_BYTES));
        }
        requireHttp("JWT_ISSUER_URI", issuerUri);
        requireHttp("JWT_JWK_SET_URI", jwkSetUri);
        allowedOrigins = allowedOrigins.stream()
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .toList();
        for (String origin : allowedOrigins) {
            if (!origin.equals("*") && !origin.matches("https?://[^/\\s]+")) {
                throw new SettingException(
                        "payments.security.allowed-origins", "must be origins such as https://shop.example, or *");
            }
        }
    }

    private static void requireHttp(String setting, String uri) {
        if (uri.isBlank()) {
            return;
        }
        try {
            URI parsed = new URI(uri);
            if (parsed.getHost() != null && ("https".equals(parsed.getScheme()) || "http".equals(parsed.getScheme()))) {
                return;
            }
        } catch (URISyntaxException e) {
            // Falls through to the same line.
        }
        throw new SettingException(setting, "must be an http or https address");
    }

    @Override
    public String toString() {
        return "SecuritySettings[jwtSecret configured=%s, issuerUri=%s, jwkSetUri=%s, audience=%s, allowedOrigins=%s]"
                .formatted(!jwtSecret.isBlank(), issuerUri, jwkSetUri, audience, allowedOrigins);
    }
}
