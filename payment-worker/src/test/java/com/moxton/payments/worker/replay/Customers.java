package com.moxton.payments.worker.replay;

import com.moxton.payments.events.Money;
import com.moxton.payments.simulator.StripeSimulator;
import com.moxton.payments.worker.stripe.StripeAmounts;
import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.StripeException;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods;
import java.util.Map;
import java.util.UUID;

/** What happens at Stripe without the worker: customers pay in their browsers, others create intents on the account. */
final class Customers {

    private final StripeSimulator stripe;
    private final StripeClient client;

    Customers(StripeSimulator stripe) {
        this.stripe = stripe;
        this.client = StripeClient.builder()
                .setApiKey("sk_test_elsewhere")
                .setApiBase(stripe.baseUrl())
                .build();
    }

    /** As if the worker had created it, and had lost its row. */
    String intentOf(String orderId, Money money) throws StripeException {
        return intent(
                money,
                Map.of(
                        "order_id", orderId,
                        "payment_id", UUID.randomUUID().toString(),
                        "request_id", UUID.randomUUID().toString()));
    }

    String intent(Money money, Map<String, String> metadata) throws StripeException {
        return client.v1()
                .paymentIntents()
                .create(PaymentIntentCreateParams.builder()
                        .setAmount(StripeAmounts.toStripe(money))
                        .setCurrency(money.currency())
                        .putAllMetadata(metadata)
                        .setAutomaticPaymentMethods(AutomaticPaymentMethods.builder()
                                .setEnabled(true)
                                .setAllowRedirects(AutomaticPaymentMethods.AllowRedirects.NEVER)
                                .build())
                        .build())
                .getId();
    }

    void pay(String intentId, String paymentMethod) throws StripeException {
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

    void authenticate(String intentId, boolean proven) {
        stripe.authenticate(intentId, proven);
    }

    void cancel(String intentId) throws StripeException {
        client.v1().paymentIntents().cancel(intentId);
    }
}
