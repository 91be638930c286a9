package com.moxton.payments.worker.reconcile;

import com.moxton.payments.simulator.SimulatorSettings;
import com.moxton.payments.simulator.StripeSimulator;
import com.moxton.payments.simulator.event.StripeEvent;
import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.StripeException;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Customers who pay at a Stripe whose webhooks reach nobody. Its clock stands an hour behind ours, so that its events have
 * settled, and moves only when something happens there: no two things happen in one second.
 */
final class Shop implements AutoCloseable {

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(1)));
    private final StripeSimulator stripe =
            StripeSimulator.start(SimulatorSettings.defaults().withClock(now::get));
    private final StripeClient client = StripeClient.builder()
            .setApiKey("sk_test_shop")
            .setApiBase(stripe.baseUrl())
            .build();

    StripeSimulator stripe() {
        return stripe;
    }

    /** As our worker creates it. */
    String intent(String orderId, long amount) throws StripeException {
        tick();
        return client.v1()
                .paymentIntents()
                .create(PaymentIntentCreateParams.builder()
                        .setAmount(amount)
                        .setCurrency("usd")
                        .putMetadata("order_id", orderId)
                        .putMetadata("payment_id", UUID.randomUUID().toString())
                        .putMetadata("request_id", UUID.randomUUID().toString())
                        .setAutomaticPaymentMethods(AutomaticPaymentMethods.builder()
                                .setEnabled(true)
                                .setAllowRedirects(AutomaticPaymentMethods.AllowRedirects.NEVER)
                                .build())
                        .build())
                .getId();
    }

    void pay(String intentId, String paymentMethod) throws StripeException {
        tick();
        try {
            client.v1()
                    .paymentIntents()
                    .confirm(
                            intentId,
                            PaymentIntentConfirmParams.builder()
                                    .setPaymentMethod(paymentMethod)
                                    .build());
        } catch (CardException declined) {
            // That is what the card is for.
        }
    }

    void authenticate(String intentId) {
        tick();
        stripe.authenticate(intentId, true);
    }

    void cancel(String intentId) throws StripeException {
        tick();
        client.v1().paymentIntents().cancel(intentId);
    }

    /** Those that the worker asks for. */
    List<StripeEvent> events() {
        return stripe.events().stream()
                .filter(event -> event.type().startsWith("payment_intent."))
                .toList()
                .reversed();
    }

    private void tick() {
        now.updateAndGet(instant -> instant.plusSeconds(2));
    }

    @Override
    public void close() {
        stripe.close();
    }
}
