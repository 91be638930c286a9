package com.moxton.payments.simulator;

import static com.moxton.payments.simulator.SimulatedStripe.confirmWith;
import static com.moxton.payments.simulator.SimulatedStripe.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.simulator.event.Delivery;
import com.moxton.payments.simulator.event.RetryPolicy;
import com.moxton.payments.simulator.event.WebhookEndpoint;
import com.stripe.StripeClient;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.net.Webhook;
import com.stripe.param.EventListParams;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a webhook endpoint gets, read with stripe-java as an endpoint would. */
class WebhookContractTest {

    private static final String SECRET = "whsec_new";
    private static final String OLD_SECRET = "whsec_old";

    private final WebhookInbox inbox = new WebhookInbox();
    private StripeSimulator simulator;
    private StripeClient stripe;

    @BeforeEach
    void start() {
        simulator = StripeSimulator.start(SimulatorSettings.defaults()
                .withEndpoints(new WebhookEndpoint(inbox.url(), List.of(SECRET, OLD_SECRET), List.of()))
                .withRetries(new RetryPolicy(5, Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(5))));
        stripe = SimulatedStripe.client(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
        inbox.close();
    }

    @Test
    void signsForEverySecretThatIsValid() throws Exception {
        stripe.v1().paymentIntents().create(order("w-1").build());
        await().until(() -> inbox.letters().size() == 1);
        WebhookInbox.Letter letter = inbox.letters().getFirst();

        for (String secret : List.of(SECRET, OLD_SECRET)) {
            Event event = Webhook.constructEvent(letter.body(), letter.signature(), secret);
            assertThat(event.getType()).isEqualTo("payment_intent.created");
            assertThat(event.getRequest().getId()).startsWith("req_");
            assertThat(event.getPendingWebhooks()).isEqualTo(1);
            PaymentIntent snapshot = (PaymentIntent)
                    event.getDataObjectDeserializer().getObject().orElseThrow();
            assertThat(snapshot.getMetadata()).containsEntry("order_id", "w-1");
        }
        assertThat(letter.body()).startsWith("{\n  \"id\": \"evt_");
    }

    @Test
    void tellsOfEveryChange() throws StripeException {
        PaymentIntent paid = stripe.v1().paymentIntents().create(order("w-2").build());
        stripe.v1().paymentIntents().confirm(paid.getId(), confirmWith("pm_card_visa"));

        await().until(() -> inbox.letters().size() == 3);

        assertThat(inbox.letters())
                .extracting(letter -> read(letter).getType())
                .containsExactlyInAnyOrder("payment_intent.created", "charge.succeeded", "payment_intent.succeeded");
    }

    @Test
    void triesAgainUntilTheEndpointTakesIt() throws StripeException {
        inbox.refuse(2);
        stripe.v1().paymentIntents().create(order("w-3").build());

        await().until(() -> inbox.letters().size() == 3);

        await().until(() -> simulator.deliveries().getFirst().state() == Delivery.State.DELIVERED);
        assertThat(simulator.deliveries().getFirst().attempts())
                .extracting(Delivery.Attempt::status)
                .containsExactly(500, 500, 200);
    }

    @Test
    void givesUpAndLetsItBeFoundByDeliverySuccess() throws StripeException {
        simulator.knobs().webhooks().maxAttempts(0);
        stripe.v1().paymentIntents().create(order("w-4").build());
        simulator.knobs().webhooks().maxAttempts(-1);
        stripe.v1().paymentIntents().create(order("w-5").build());
        await().until(() -> inbox.letters().size() == 1);
        await().until(() -> simulator.deliveries().getLast().state() == Delivery.State.DELIVERED);

        var missed = stripe.v1()
                .events()
                .list(EventListParams.builder().setDeliverySuccess(false).build());

        assertThat(missed.getData()).hasSize(1);
        Event event = missed.getData().getFirst();
        assertThat(event.getData().getObject())
                .isInstanceOfSatisfying(
                        PaymentIntent.class,
                        intent -> assertThat(intent.getMetadata()).containsEntry("order_id", "w-4"));
        assertThat(stripe.v1().events().retrieve(event.getId()).getPendingWebhooks())
                .isEqualTo(1);
    }

    @Test
    void holdsAndReleases() throws StripeException {
        simulator.knobs().webhooks().hold(true);
        stripe.v1().paymentIntents().create(order("w-6").build());
        await().until(() -> !simulator.deliveries().isEmpty());

        assertThat(inbox.letters()).isEmpty();
        await().until(() -> simulator.releaseWebhooks() == 1);

        await().until(() -> inbox.letters().size() == 1);
    }

    @Test
    void deliversTwiceWhenToldTo() throws StripeException {
        simulator.knobs().webhooks().duplicates(1).shuffleWithin(Duration.ofMillis(20));
        stripe.v1().paymentIntents().create(order("w-7").build());

        await().until(() -> inbox.letters().size() == 2);

        assertThat(inbox.letters())
                .extracting(letter -> read(letter).getId())
                .hasSize(2)
                .containsOnly(simulator.events().getFirst().id());
    }

    @Test
    void givesUpAfterTheLastAttempt() throws StripeException {
        inbox.refuse(100);
        stripe.v1().paymentIntents().create(order("w-8").build());

        await().until(() -> simulator.deliveries().getFirst().state() == Delivery.State.GIVEN_UP);

        assertThat(inbox.letters()).hasSize(5);
        inbox.refuse(0);
        simulator.resend(simulator.events().getFirst().id());
        await().until(() -> simulator.deliveries().getFirst().state() == Delivery.State.DELIVERED);
    }

    @Test
    void tellsOneChangeInTwoEventsWhenToldTo() throws StripeException {
        simulator.knobs().webhooks().twins(1);
        stripe.v1().paymentIntents().create(order("w-9").build());

        await().until(() -> inbox.letters().size() == 2);

        assertThat(inbox.letters()).extracting(letter -> read(letter).getId()).doesNotHaveDuplicates();
    }

    @Test
    void sendsOnlyWhatTheEndpointIsSubscribedTo() throws StripeException {
        simulator.deliverTo(new WebhookEndpoint(inbox.url(), List.of(SECRET), List.of("payment_intent.succeeded")));
        PaymentIntent paid = stripe.v1().paymentIntents().create(order("w-10").build());
        stripe.v1().paymentIntents().confirm(paid.getId(), confirmWith("pm_card_visa"));

        await().until(() -> simulator.deliveries().size() == 1
                && simulator.deliveries().getFirst().state() == Delivery.State.DELIVERED);

        assertThat(inbox.letters()).hasSize(1);
        assertThat(simulator.events()).hasSize(3);
    }

    private static Event read(WebhookInbox.Letter letter) throws SignatureVerificationException {
        return Webhook.constructEvent(letter.body(), letter.signature(), SECRET);
    }
}
