package com.moxton.payments.worker.payment;

import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Observations for tests, and generated histories of payments. A seed makes a failure repeatable. */
final class Observations {

    static final Instant BIRTH = Instant.parse("2026-09-21T12:00:00Z");
    static final PaymentError DECLINED = new PaymentError("card_declined", "insufficient_funds", "Declined.");

    private Observations() {}

    static Observation seen(String id, int second, PaymentStatus status) {
        return seen(id, second, status, null);
    }

    static Observation seen(String id, int second, PaymentStatus status, @Nullable PaymentError error) {
        return of(id, second, false, intent("pi_1", "order-1", uuid(1), "49.99", status, error));
    }

    static Observation birth(String id) {
        return of(
                id, 0, true, intent("pi_1", "order-1", uuid(1), "49.99", PaymentStatus.REQUIRES_PAYMENT_METHOD, null));
    }

    static Observation of(String id, int second, boolean birth, IntentSnapshot intent) {
        return of(id, null, second, birth, intent);
    }

    static Observation of(String id, @Nullable String account, int second, boolean birth, IntentSnapshot intent) {
        return new Observation(
                id,
                account,
                birth
                        ? "payment_intent.created"
                        : "payment_intent." + intent.status().wireName(),
                BIRTH.plusSeconds(second),
                birth,
                intent);
    }

    static IntentSnapshot intent(
            String intentId,
            String orderId,
            String paymentId,
            String amount,
            PaymentStatus status,
            @Nullable PaymentError error) {
        return new IntentSnapshot(
                intentId,
                status,
                new Money(new BigDecimal(amount), "usd"),
                status == PaymentStatus.SUCCEEDED ? new BigDecimal(amount) : BigDecimal.ZERO,
                error,
                Map.of("order_id", orderId, "payment_id", paymentId, "request_id", "req-" + intentId),
                BIRTH);
    }

    static String uuid(int number) {
        return "00000000-0000-4000-8000-%012d".formatted(number);
    }

    /** A history of one payment in few seconds, so that ties are frequent. Not one that Stripe would tell: worse. */
    static List<Observation> history(Random random, String intentId, String orderId, String paymentId, String amount) {
        List<Observation> history = new ArrayList<>();
        history.add(of(
                "evt_" + intentId + "_birth",
                0,
                true,
                intent(intentId, orderId, paymentId, amount, PaymentStatus.REQUIRES_PAYMENT_METHOD, null)));
        PaymentStatus[] statuses = PaymentStatus.values();
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) {
            // Finals are rare, or every history would be over at once.
            PaymentStatus status = random.nextInt(6) == 0
                    ? (random.nextBoolean() ? PaymentStatus.SUCCEEDED : PaymentStatus.CANCELED)
                    : statuses[2 + random.nextInt(5)];
            PaymentError error = status == PaymentStatus.REQUIRES_PAYMENT_METHOD && random.nextBoolean()
                    ? random.nextBoolean() ? DECLINED : new PaymentError("expired_card", null, "Expired.")
                    : null;
            history.add(of(
                    "evt_%s_%d".formatted(intentId, random.nextInt(1000)) + "_" + i,
                    random.nextInt(5),
                    false,
                    intent(intentId, orderId, paymentId, amount, status, error)));
        }
        return history;
    }

    /** The same set in another order, some of it repeated. */
    static List<Observation> shuffled(List<Observation> observations, Random random) {
        List<Observation> shuffled = new ArrayList<>(observations);
        for (Observation observation : observations) {
            if (random.nextInt(3) == 0) {
                shuffled.add(observation);
            }
        }
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    /** Cut anywhere. */
    static List<List<Observation>> batches(List<Observation> observations, Random random) {
        List<List<Observation>> batches = new ArrayList<>();
        for (int from = 0; from < observations.size(); ) {
            int to = Math.min(observations.size(), from + 1 + random.nextInt(4));
            batches.add(observations.subList(from, to));
            from = to;
        }
        return batches;
    }
}
