package com.moxton.payments.simulator;

import com.stripe.StripeClient;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import java.util.UUID;

/** What the contract tests share: a stripe-java client that talks to a simulator, and the calls they make most. */
final class SimulatedStripe {

    private SimulatedStripe() {}

    static StripeClient client(StripeSimulator simulator) {
        return client(simulator, "sk_test_simulator");
    }

    static StripeClient client(StripeSimulator simulator, String key) {
        return StripeClient.builder()
                .setApiKey(key)
                .setApiBase(simulator.baseUrl())
                .setMaxNetworkRetries(0)
                .setConnectTimeout(2_000)
                .setReadTimeout(5_000)
                .build();
    }

    static PaymentIntentCreateParams.Builder order(String orderId) {
        return PaymentIntentCreateParams.builder()
                .setAmount(4999L)
                .setCurrency("usd")
                .putMetadata("order_id", orderId)
                .setAutomaticPaymentMethods(PaymentIntentCreateParams.AutomaticPaymentMethods.builder()
                        .setEnabled(true)
                        .build());
    }

    static PaymentIntentConfirmParams confirmWith(String paymentMethod) {
        return PaymentIntentConfirmParams.builder()
                .setPaymentMethod(paymentMethod)
                .setReturnUrl("http://localhost:8090/orders/1?tab=pay")
                .build();
    }

    static RequestOptions key(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }

    static RequestOptions freshKey() {
        return key(UUID.randomUUID().toString());
    }
}
