package com.moxton.payments.ingress.webhook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code t=1492774577,v1=5257…,v1=…,v0=…}, taken apart.
 *
 * @param timestamp as it stands in the header: the signature is over these characters
 * @param signatures of scheme {@code v1}, the only one that counts, in hex; one for each secret that is valid
 * @see <a href="https://docs.stripe.com/webhooks#verify-manually">Stripe: verify manually</a>
 */
record SignatureHeader(String timestamp, List<String> signatures) {
    /** Enough for any second that {@link Instant} can hold without overflow. */
    private static final Pattern SECONDS = Pattern.compile("\\d{1,15}");

    /** Stripe sends one for each secret that is valid, and that is two at most. */
    static final int MOST_SIGNATURES = 16;

    /** Empty for whatever Stripe can't have sent: no time or two, no signature or very many, no {@code name=value}. */
    static Optional<SignatureHeader> parse(String header) {
        String timestamp = null;
        List<String> signatures = new ArrayList<>();
        for (String item : header.split(",", -1)) {
            int equals = item.indexOf('=');
            if (equals < 1) {
                return Optional.empty();
            }
            String value = item.substring(equals + 1);
            switch (item.substring(0, equals)) {
                case "t" -> {
                    if (timestamp != null || !SECONDS.matcher(value).matches()) {
                        return Optional.empty();
                    }
                    timestamp = value;
                }
                case "v1" -> signatures.add(value);
                // Other schemes: v0 is made for tests, later ones are not ours to judge.
                default -> {}
            }
        }
        return timestamp == null || signatures.isEmpty() || signatures.size() > MOST_SIGNATURES
                ? Optional.empty()
                : Optional.of(new SignatureHeader(timestamp, signatures));
    }

    Instant signedAt() {
        return Instant.ofEpochSecond(Long.parseLong(timestamp));
    }
}
