package com.moxton.payments.benchmarks.load;

import com.moxton.payments.benchmarks.parts.Parts;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Tokens that ingress takes. */
public final class UserTokens {

    private static final Duration LIFETIME = Duration.ofHours(2);

    private UserTokens() {}

    public static String of(String userId) {
        Instant now = Instant.now();
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .subject(userId)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(LIFETIME)))
                        .build());
        try {
            token.sign(new MACSigner(Parts.JWT_SECRET));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("A token can't be signed", e);
        }
    }
}
