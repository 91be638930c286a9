package com.moxton.payments.worker.security;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;

/** Makes the decoder that the settings ask for. */
final class TokenDecoder {

    /** Whatever an issuer signs with its private key; never an HMAC, for which its public key could be abused. */
    private static final Set<SignatureAlgorithm> SIGNATURES = Set.of(SignatureAlgorithm.values());

    private TokenDecoder() {}

    static JwtDecoder of(OpsSettings settings) {
        if (!settings.jwtSecret().isBlank()) {
            byte[] secret = settings.jwtSecret().getBytes(StandardCharsets.UTF_8);
            return validating(
                    NimbusJwtDecoder.withSecretKey(new SecretKeySpec(secret, "HmacSHA256"))
                            .macAlgorithm(MacAlgorithm.HS256)
                            .validateType(false)
                            .build(),
                    settings);
        }
        // The keys are fetched when the first token comes: the worker must start also while the issuer is down.
        return new SupplierJwtDecoder(() -> validating(byKeys(settings), settings));
    }

    private static NimbusJwtDecoder byKeys(OpsSettings settings) {
        var builder = settings.jwkSetUri().isBlank()
                ? NimbusJwtDecoder.withIssuerLocation(settings.issuerUri())
                : NimbusJwtDecoder.withJwkSetUri(settings.jwkSetUri());
        return builder.jwsAlgorithms(algorithms -> algorithms.addAll(SIGNATURES))
                .validateType(false)
                .build();
    }

    private static NimbusJwtDecoder validating(NimbusJwtDecoder decoder, OpsSettings settings) {
        JwtTypeValidator type = new JwtTypeValidator("JWT", "at+jwt");
        type.setAllowEmpty(true);
        List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>(List.of(type, new JwtTimestampValidator()));
        if (!settings.issuerUri().isBlank()) {
            validators.add(new JwtIssuerValidator(settings.issuerUri()));
        }
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(validators));
        return decoder;
    }
}
