package com.moxton.payments.resilience.load;

import com.moxton.payments.resilience.load.Shop.Answer;
import com.moxton.payments.simulator.StripeSimulator;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One order from the click to its end. Whatever goes wrong is repeated with the same Idempotency-Key, as a page does, until
 * the patience is over; with another key when the answer says that repeating won't help. One in ten clicks twice.
 */
final class Customer {

    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final long FIRST_PAUSE_MS = 200;
    private static final long LONGEST_PAUSE_MS = 4_000;
    private static final String WAIT = "wait=5";

    private final Shop shop;
    private final StripeSimulator stripe;
    private final StripeDashboard dashboard;
    private final Tally tally;
    private final String orderId;
    private final Story story;
    private final boolean clicksTwice;
    private final boolean impatient;
    private volatile boolean hadTrouble;
    private final long deadline = System.nanoTime() + PATIENCE.toNanos();

    Customer(
            Shop shop,
            StripeSimulator stripe,
            StripeDashboard dashboard,
            Tally tally,
            String orderId,
            Story story,
            boolean clicksTwice,
            boolean impatient) {
        this.shop = shop;
        this.stripe = stripe;
        this.dashboard = dashboard;
        this.tally = tally;
        this.orderId = orderId;
        this.story = story;
        this.clicksTwice = clicksTwice;
        this.impatient = impatient;
    }

    void visit() throws InterruptedException {
        if (clicksTwice) {
            Thread second = Thread.ofVirtual().start(() -> {
                try {
                    createIntent();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            pay();
            second.join();
        } else {
            pay();
        }
    }

    private void pay() throws InterruptedException {
        String intentId = createIntent();
        if (intentId == null) {
            return;
        }
        for (String method : story.paymentMethods()) {
            confirm(intentId, method);
        }
        switch (story) {
            case AUTHENTICATES -> authenticate(intentId, true);
            case FAILS_TO_AUTHENTICATE -> authenticate(intentId, false);
            case IS_CANCELED -> dashboard.cancel(intentId);
            default -> {}
        }
    }

    private void authenticate(String intentId, boolean proven) {
        if (stripe.intent(intentId).filter(StripeDashboard::awaitsCustomer).isPresent()) {
            stripe.authenticate(intentId, proven);
        }
    }

    /** Null when there is none to be had within the patience, or the order is closed by now. */
    private @Nullable String createIntent() throws InterruptedException {
        Answer answer = insist(key -> shop.createIntent(orderId, OrderLoad.AMOUNT, key, WAIT), impatient);
        if (impatient && answer.isRefused()) {
            tally.wentAway();
            return null;
        }
        if (answer.status() == 200) {
            tally.intentWasTold(orderId, answer.text("intentId"), answer.text("clientSecret"));
            return answer.text("intentId");
        }
        // A second click may come when the first one's payment has gone through.
        if (answer.status() != 409 || !clicksTwice && !hadTrouble) {
            tally.unexpected("create-intent of " + orderId, answer);
        }
        return null;
    }

    private void confirm(String intentId, String method) throws InterruptedException {
        Answer answer = insist(key -> shop.confirm(orderId, intentId, method, key, WAIT), false);
        if (answer.status() == 200) {
            if (answer.text("status").equals("succeeded")) {
                tally.paymentWasTold(orderId);
            }
        } else if (answer.status() != 402 && !(answer.status() == 409 && hadTrouble)) {
            // An attempt whose answer was lost may have moved the payment on.
            tally.unexpected("confirm of " + intentId + " with " + method, answer);
        }
    }

    /** Until there is an answer that no repetition would change. */
    private Answer insist(Function<String, Answer> call, boolean once) throws InterruptedException {
        long pause = FIRST_PAUSE_MS;
        String key = UUID.randomUUID().toString();
        Answer answer = timed(call, key);
        while (answer.isRefused() && !once && System.nanoTime() < deadline) {
            tally.refused(answer);
            hadTrouble = true;
            // Those who were refused together must not come back together.
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(pause / 2, pause));
            pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
            if (answer.wantsAnotherKey()) {
                key = UUID.randomUUID().toString();
            }
            answer = timed(call, key);
        }
        if (answer.isRefused()) {
            tally.refused(answer);
        }
        return answer;
    }

    /** One attempt, until its answer is final. */
    private Answer timed(Function<String, Answer> call, String key) throws InterruptedException {
        long began = System.nanoTime();
        Answer answer = awaited(call.apply(key));
        if (!answer.isRefused() && answer.status() != 202) {
            tally.served(Duration.ofNanos(System.nanoTime() - began));
        }
        return answer;
    }

    private Answer awaited(Answer answer) throws InterruptedException {
        Answer latest = answer;
        String location = answer.location();
        tally.answered(answer);
        while (latest.status() == 202 && location != null && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE_MS);
            Answer next = shop.later(orderId, location);
            tally.answered(next);
            if (!next.isRefused()) {
                latest = next;
            } else if (!next.text("code").isEmpty() && !next.text("code").equals("unavailable")) {
                // The reply itself is a refusal that may be tried again.
                return next;
            }
        }
        return latest;
    }
}
