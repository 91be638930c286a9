package com.moxton.payments.worker.request;

import com.moxton.payments.events.PaymentRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether two requests ask for the same: SHA-256 over their values in a fixed order, each with its length before it, so
 * that no two different requests run together. 49.9 and 49.90 are the same, so are USD and usd, and the order of metadata
 * says nothing.
 */
final class Fingerprint {
    private final MessageDigest digest;

    private Fingerprint(String kind) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
        add(kind);
    }

    static String of(PaymentRequest.CreateIntent request) {
        Fingerprint print = new Fingerprint("create-intent")
                .add(request.orderId())
                .add(request.amount().stripTrailingZeros().toPlainString())
                .add(request.currency().toLowerCase(Locale.ROOT));
        new TreeMap<>(request.metadata())
                .forEach((name, value) -> print.add(name).add(value));
        return print.hex();
    }

    static String of(PaymentRequest.Confirm request) {
        return new Fingerprint("confirm")
                .add(request.intentId())
                .add(request.paymentMethodId())
                .add(request.returnUrl())
                .hex();
    }

    private Fingerprint add(@Nullable String value) {
        if (value == null) {
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(-1).flip());
            return this;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
        return this;
    }

    private String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
