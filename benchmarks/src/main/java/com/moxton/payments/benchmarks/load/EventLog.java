package com.moxton.payments.benchmarks.load;

import com.moxton.payments.benchmarks.pieces.SampleEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * What lies in {@code stripe.events} after a sale: four events a payment, 5 % of them twice, those of many payments among
 * each other. The same on every call.
 */
public final class EventLog {

    private static final long BIRTH = 1_790_000_000L;
    private static final int DUPLICATES_PERCENT = 5;
    /** How many payments begin, at most, between two events of one payment. */
    private static final int LONGEST_GAP = 1_500;

    private static final String TEMPLATE = new String(SampleEvent.body(), StandardCharsets.UTF_8);

    private EventLog() {}

    public enum Step {
        CREATED("requires_payment_method"),
        REQUIRES_ACTION("requires_action"),
        PROCESSING("processing"),
        SUCCEEDED("succeeded");

        private final String status;

        Step(String status) {
            this.status = status;
        }

        public String status() {
            return status;
        }

        public String type() {
            return "payment_intent." + name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param payment its number */
    public record Event(int payment, Step step) {

        public String id() {
            // As with Stripe's: no order, so that the database's index is met in random places.
            return "evt_%08x%07d%d".formatted(payment * 0x9E3779B1, payment, step.ordinal());
        }

        public String intentId() {
            return "pi_3QXbench%016d".formatted(payment);
        }

        public String orderId() {
            return "ord_%010d".formatted(payment);
        }

        public String paymentId() {
            Random random = new Random(payment);
            return new UUID(random.nextLong(), random.nextLong()).toString();
        }

        public String requestId() {
            return "req_" + paymentId().replace("-", "");
        }

        public long born() {
            return BIRTH + payment / 100;
        }

        public long created() {
            return born() + 7L * step.ordinal();
        }

        public byte[] body() {
            return TEMPLATE.replace("evt_3QXbenchmarks0000000001", id())
                    .replace("pi_3QXbenchmarks00000000001", intentId())
                    .replace("\"ord_0000000001\"", '"' + orderId() + '"')
                    .replace("\"0d3f6a52-7f0e-4a39-9c63-51a4f2a1c001\"", '"' + paymentId() + '"')
                    .replace("req_0d3f6a527f0e4a399c6351a4f2a1c001", requestId())
                    .replace("\"created\": 1790000012", "\"created\": " + created())
                    .replace("\"created\": 1790000000", "\"created\": " + born())
                    .replace("\"amount_received\": 4999", "\"amount_received\": " + (step == Step.SUCCEEDED ? 4999 : 0))
                    .replace("\"status\": \"succeeded\"", "\"status\": \"" + step.status() + '"')
                    .replace("payment_intent.succeeded", step.type())
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /** In the order of their arrival. */
    public static List<Event> of(int payments) {
        record Arrival(double at, Event event) {}
        Random random = new Random(1);
        List<Arrival> arrivals = new ArrayList<>();
        for (int payment = 0; payment < payments; payment++) {
            double at = payment;
            for (Step step : Step.values()) {
                Event event = new Event(payment, step);
                arrivals.add(new Arrival(at, event));
                if (random.nextInt(100) < DUPLICATES_PERCENT) {
                    arrivals.add(new Arrival(at + random.nextInt(LONGEST_GAP), event));
                }
                at += 1 + random.nextInt(LONGEST_GAP);
            }
        }
        arrivals.sort(Comparator.comparingDouble(Arrival::at));
        return arrivals.stream().map(Arrival::event).toList();
    }
}
