package com.moxton.payments.resilience.load;

import com.moxton.payments.simulator.StripeSimulator;
import com.moxton.payments.simulator.intent.IntentStatus;
import com.moxton.payments.simulator.intent.PaymentIntent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What is done at Stripe past our services. Such calls go to the simulator itself, and not over the worker's line. */
public final class StripeDashboard implements AutoCloseable {

    private static final int ATTEMPTS = 50;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    public StripeDashboard(StripeSimulator stripe) {
        this.base = stripe.baseUrl();
    }

    static boolean awaitsCustomer(PaymentIntent intent) {
        return intent.status() == IntentStatus.REQUIRES_ACTION;
    }

    /** Until it is, for the simulator's faults are for all callers. */
    void cancel(String intentId) throws InterruptedException {
        post(intentId + "/cancel", "");
    }

    /** As a customer does whose page talks to Stripe itself. */
    public void pay(String intentId) throws InterruptedException {
        post(intentId + "/confirm", "payment_method=pm_card_visa");
    }

    private void post(String path, String form) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/v1/payment_intents/" + path))
                .header("Authorization", "Bearer sk_test_dashboard")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                int status = http.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status == 200 || status == 400) {
                    return;
                }
            } catch (IOException e) {
                // One of the simulator's faults; again.
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
