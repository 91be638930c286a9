package com.moxton.payments.simulator.http;

import com.moxton.payments.simulator.wire.StripeRefusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The key of a call, by Bearer or as the user name of Basic, as Stripe takes it.
 *
 * @param secret empty when it is publishable
 */
record ApiKey(boolean publishable, String secret) {

    @Override
    public String toString() {
        return "ApiKey[publishable=%s]".formatted(publishable);
    }

    /**
     * @param accepted the secret keys that are valid; empty accepts whatever looks like a test key
     * @param inForm the publishable key that a browser may send as the field {@code key}
     */
    static ApiKey of(@Nullable String authorization, @Nullable String inForm, Set<String> accepted) {
        String key = authorization == null ? inForm : read(authorization);
        if (key == null || key.isEmpty()) {
            throw StripeRefusal.unauthenticated(
                    null,
                    "You did not provide an API key. You need to provide your API key in the Authorization header, using "
                            + "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See "
                            + "https://stripe.com/docs/api#authentication for details, or we can help at "
                            + "https://support.stripe.com/.");
        }
        if (key.startsWith("pk_test_")) {
            return new ApiKey(true, "");
        }
        boolean looksRight = key.startsWith("sk_test_") || key.startsWith("rk_test_");
        if (!looksRight || !(accepted.isEmpty() || accepted.contains(key))) {
            throw StripeRefusal.unauthenticated(null, "Invalid API Key provided: " + mask(key));
        }
        return new ApiKey(false, key);
    }

    private static @Nullable String read(String authorization) {
        String[] parts = authorization.trim().split("\\s+", 2);
        if (parts.length < 2) {
            return null;
        }
        if (parts[0].equalsIgnoreCase("Bearer")) {
            return parts[1];
        }
        if (parts[0].equalsIgnoreCase("Basic")) {
            try {
                String pair = new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
                int colon = pair.indexOf(':');
                return colon < 0 ? pair : pair.substring(0, colon);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        return null;
    }

    private static String mask(String key) {
        String shown = key.length() > 12 ? key.substring(0, 8) : "";
        String tail = key.length() > 12 ? key.substring(key.length() - 4) : "";
        return shown + "*".repeat(Math.max(4, Math.min(20, key.length() - 12))) + tail;
    }
}
