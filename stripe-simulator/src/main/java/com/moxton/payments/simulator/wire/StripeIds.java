package com.moxton.payments.simulator.wire;

import java.security.SecureRandom;

/** Ids that look like Stripe's: a prefix that names the type, then random letters and digits. They don't sort. */
public final class StripeIds {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final SecureRandom RANDOM = new SecureRandom();

    private StripeIds() {}

    /** {@code pi_3} and 23 characters, for instance. */
    public static String next(String prefix) {
        return prefix + letters(prefix.endsWith("3") ? 23 : 24);
    }

    public static String clientSecretFor(String id) {
        return id + "_secret_" + letters(25);
    }

    public static String requestId() {
        return "req_" + letters(14);
    }

    /** A secret such as Stripe gives a webhook endpoint. */
    public static String webhookSecret() {
        return "whsec_" + letters(32);
    }

    static String letters(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
