package com.moxton.payments.ingress.security;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;

/** Makes the decoder that the settings ask for. */
final class TokenDecoder {
    /** Whatever an issuer signs with its private key; never an HMAC, for which its public key could be abused. */
    private static final Set<SignatureAlgorithm> SIGNATURES = Set.of(SignatureAlgorithm.values());

    private static final int MAX_SUBJECT = 255;

    private TokenDecoder() {}

    static JwtDecoder of(SecuritySettings settings) {
        if (!settings.jwtSecret().isBlank()) {
            byte[] secret = settings.jwtSecret().getBytes(StandardCharsets.UTF_8);
            return validating(
                    NimbusJwtDecoder.withSecretKey(new SecretKeySpec(secret, "HmacSHA256"))
                            .macAlgorithm(MacAlgorithm.HS256)
                            .validateType(false)
                            .build(),
                    settings);
        }
        // The keys are fetched when the first token comes: ingress must start also while the issuer is down.
        JwtDecoder issuers = new SupplierJwtDecoder(() -> validating(byKeys(settings), settings));
        return token -> {
            try {
                return issuers.decode(token);
            } catch (JwtException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new JwtException("The issuer's keys can't be had", e);
            }
        };
    }

    private static NimbusJwtDecoder byKeys(SecuritySettings settings) {
        var builder = settings.jwkSetUri().isBlank()
                ? NimbusJwtDecoder.withIssuerLocation(settings.issuerUri())
                : NimbusJwtDecoder.withJwkSetUri(settings.jwkSetUri());
        return builder.jwsAlgorithms(algorithms -> algorithms.addAll(SIGNATURES))
                .restOperations(new IssuerClient())
                .validateType(false)
                .build();
    }

    private static NimbusJwtDecoder validating(NimbusJwtDecoder decoder, SecuritySettings settings) {
        List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>();
        JwtTypeValidator type = new JwtTypeValidator("JWT", "at+jwt");
        type.setAllowEmpty(true);
        validators.add(type);
        validators.add(new JwtTimestampValidator());
        validators.add(TokenDecoder::requireSubject);
        if (!settings.issuerUri().isBlank()) {
            validators.add(new JwtIssuerValidator(settings.issuerUri()));
        }
        if (!settings.audience().isBlank()) {
            validators.add(new JwtAudienceValidator(settings.audience()));
        }
        decoder.setJwtValidator(jwt -> validate(validators, jwt));
        return decoder;
    }

    private static OAuth2TokenValidatorResult validate(List<OAuth2TokenValidator<Jwt>> validators, Jwt jwt) {
        List<OAuth2Error> errors = new ArrayList<>();
        validators.forEach(validator -> errors.addAll(validator.validate(jwt).getErrors()));
        return errors.isEmpty() ? OAuth2TokenValidatorResult.success() : OAuth2TokenValidatorResult.failure(errors);
    }

    /** The user's id: it names orders' owners, so it has to fit {@code orders.user_id} and UTF-8. */
    private static OAuth2TokenValidatorResult requireSubject(Jwt jwt) {
        String subject = jwt.getSubject();
        boolean fit = subject != null
                && !subject.isBlank()
                && subject.length() <= MAX_SUBJECT
                && StandardCharsets.UTF_8.newEncoder().canEncode(subject);
        return fit
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", "sub is missing", null));
    }
}
