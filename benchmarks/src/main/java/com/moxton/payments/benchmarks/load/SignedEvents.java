package com.moxton.payments.benchmarks.load;

import com.moxton.payments.benchmarks.pieces.SampleEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Events as Stripe sends them, each with an id of its own, about one of a number of payments, and signed. */
public final class SignedEvents {

    private final String template = new String(SampleEvent.body(), StandardCharsets.UTF_8);
    private final String run = Long.toString(System.nanoTime(), 36);
    private final AtomicLong next = new AtomicLong();
    private final WebhookSigner signer;
    private final int payments;

    /**
     * @param secret the webhook endpoint's
     * @param payments how many the events are about, in turns
     */
    public SignedEvents(String secret, int payments) {
        this.signer = new WebhookSigner(secret);
        this.payments = payments;
    }

    /** A body and the value of its {@code Stripe-Signature} header. */
    public record Signed(byte[] body, String signature) {}

    public Signed next() {
        long number = next.getAndIncrement();
        int payment = (int) (number % payments);
        byte[] body = template.replace("evt_3QXbenchmarks0000000001", "evt_%s%015d".formatted(run, number))
                .replace("pi_3QXbenchmarks00000000001", intentId(payment))
                .replace("ord_0000000001", orderId(payment))
                .replace("0d3f6a52-7f0e-4a39-9c63-51a4f2a1c001", paymentId(payment))
                .getBytes(StandardCharsets.UTF_8);
        return new Signed(body, signer.sign(body, Instant.now().getEpochSecond()));
    }

    public static String intentId(int payment) {
        return "pi_3QXbenchmarks%011d".formatted(payment);
    }

    public static String orderId(int payment) {
        return "ord_%010d".formatted(payment);
    }

    public static String paymentId(int payment) {
        return new UUID(0x0d3f6a527f0e4a39L, 0x9c63000000000000L + payment).toString();
    }
}
