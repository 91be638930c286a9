package com.moxton.payments.ingress.webhook;

import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a body came from Stripe, and lately. Works on the raw bytes: JSON written anew has another signature. */
final class WebhookSignature {
    private final List<SigningSecret> secrets;
    private final Duration tolerance;
    private final Clock clock;

    WebhookSignature(List<SigningSecret> secrets, Duration tolerance, Clock clock) {
        this.secrets = secrets;
        this.tolerance = tolerance;
        this.clock = clock;
    }

    /**
     * @param headers the values of all {@code Stripe-Signature} headers
     * @return the secret that made one of the signatures
     * @throws ProblemException 400 unless there is one, and the time is no longer ago than the tolerance
     */
    SigningSecret verify(List<String> headers, byte[] body) {
        SignatureHeader header = parse(headers);
        SigningSecret signer = signer(header, body);
        if (signer == null) {
            throw ProblemException.of(
                    ProblemCode.SIGNATURE_MISMATCH, "None of the signatures is one of this body by a secret we know.");
        }
        requireTimely(header);
        return signer;
    }

    /**
     * What can be said without the body.
     *
     * @throws ProblemException 400 when no body could go with these headers
     */
    void verifyWithoutBody(List<String> headers) {
        requireTimely(parse(headers));
    }

    private static SignatureHeader parse(List<String> headers) {
        if (headers.isEmpty()) {
            throw ProblemException.of(ProblemCode.SIGNATURE_MISSING, "The Stripe-Signature header is missing.");
        }
        if (headers.size() > 1) {
            throw malformed();
        }
        return SignatureHeader.parse(headers.getFirst()).orElseThrow(WebhookSignature::malformed);
    }

    private void requireTimely(SignatureHeader header) {
        Duration age = Duration.between(header.signedAt(), clock.instant()).abs();
        if (age.compareTo(tolerance) > 0) {
            throw ProblemException.of(
                    ProblemCode.TIMESTAMP_OUT_OF_TOLERANCE,
                    "The signature's time is more than %d seconds from ours.".formatted(tolerance.toSeconds()));
        }
    }

    /** Compares all with all, each in constant time: how long it takes tells nothing about what would have matched. */
    private @Nullable SigningSecret signer(SignatureHeader header, byte[] body) {
        SigningSecret signer = null;
        for (SigningSecret secret : secrets) {
            byte[] expected = ascii(HexFormat.of().formatHex(secret.sign(header.timestamp(), body)));
            boolean match = false;
            for (String signature : header.signatures()) {
                match |= MessageDigest.isEqual(expected, ascii(signature));
            }
            signer = match ? secret : signer;
        }
        return signer;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static ProblemException malformed() {
        return ProblemException.of(
                ProblemCode.SIGNATURE_MALFORMED, "The Stripe-Signature header is not one t=… and at least one v1=….");
    }
}
