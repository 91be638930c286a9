package com.moxton.payments.benchmarks.load;

import com.moxton.payments.benchmarks.pieces.SampleEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A payment from its intent's creation to success: four events, a second apart, of a little over 2 KB each. Payment and
 * intent follow from the order's id, so the same order has the same life.
 */
public record PaymentLife(String orderId, String paymentId, String intentId, List<Event> events) {

    private static final String TEMPLATE = new String(SampleEvent.body(), StandardCharsets.UTF_8);
    private static final List<String> TYPES = List.of(
            "payment_intent.created",
            "payment_intent.requires_action",
            "payment_intent.processing",
            "payment_intent.succeeded");
    private static final List<String> STATUSES =
            List.of("requires_payment_method", "requires_action", "processing", "succeeded");

    /** A Stripe event of the payment. */
    public record Event(String id, String intentId, byte[] body) {}

    static String paymentId(String orderId) {
        return UUID.nameUUIDFromBytes(orderId.getBytes(StandardCharsets.UTF_8)).toString();
    }

    static String intentId(String orderId) {
        return "pi_" + unique(orderId);
    }

    private static String unique(String orderId) {
        return paymentId(orderId).replace("-", "").substring(0, 24);
    }

    public static PaymentLife of(String orderId, Instant begins) {
        String payment = paymentId(orderId);
        String unique = unique(orderId);
        String intentId = intentId(orderId);
        List<Event> events = new ArrayList<>();
        for (int step = 0; step < TYPES.size(); step++) {
            String eventId = "evt_" + step + unique.substring(1);
            events.add(new Event(eventId, intentId, body(orderId, payment, intentId, eventId, step, begins)));
        }
        return new PaymentLife(orderId, payment, intentId, List.copyOf(events));
    }

    private static byte[] body(
            String orderId, String payment, String intentId, String eventId, int step, Instant begins) {
        long created = begins.getEpochSecond();
        return TEMPLATE.replace("evt_3QXbenchmarks0000000001", eventId)
                .replace("pi_3QXbenchmarks00000000001", intentId)
                .replace("ord_0000000001", orderId)
                .replace("0d3f6a52-7f0e-4a39-9c63-51a4f2a1c001", payment)
                .replace("1790000000", Long.toString(created))
                .replace("1790000012", Long.toString(created + step))
                .replace("\"status\": \"succeeded\"", "\"status\": \"" + STATUSES.get(step) + "\"")
                .replace("\"amount_received\": 4999", "\"amount_received\": " + (step == 3 ? 4999 : 0))
                .replace("\"type\": \"payment_intent.succeeded\"", "\"type\": \"" + TYPES.get(step) + "\"")
                .getBytes(StandardCharsets.UTF_8);
    }
}
