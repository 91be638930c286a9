package com.moxton.payments.simulator;

import static com.moxton.payments.simulator.SimulatedStripe.confirmWith;
import static com.moxton.payments.simulator.SimulatedStripe.key;
import static com.moxton.payments.simulator.SimulatedStripe.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.simulator.event.WebhookEndpoint;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the simulator knows after it was stopped, or killed. */
class SnapshotTest {

    @TempDir
    Path folder;

    private final WebhookInbox inbox = new WebhookInbox();

    @AfterEach
    void close() {
        inbox.close();
    }

    @Test
    void remembersIntentsEventsAndKeys() throws StripeException {
        PaymentIntent created;
        PaymentIntent waiting;
        try (StripeSimulator simulator = StripeSimulator.start(settings())) {
            StripeClient stripe = SimulatedStripe.client(simulator);
            created = stripe.v1().paymentIntents().create(order("s-1").build(), key("k-1"));
            waiting = stripe.v1()
                    .paymentIntents()
                    .confirm(created.getId(), confirmWith("pm_card_authenticationRequired"));
        }

        try (StripeSimulator simulator = StripeSimulator.start(settings())) {
            StripeClient stripe = SimulatedStripe.client(simulator);
            assertThat(stripe.v1().paymentIntents().retrieve(created.getId())).isEqualTo(waiting);
            assertThat(stripe.v1().events().list().getData())
                    .extracting("type")
                    .containsExactly("payment_intent.requires_action", "payment_intent.created");
            assertThat(stripe.v1()
                            .paymentIntents()
                            .create(order("s-1").build(), key("k-1"))
                            .getId())
                    .isEqualTo(created.getId());
            assertThat(simulator.intents()).hasSize(1);

            simulator.authenticate(created.getId(), true);

            assertThat(stripe.v1().paymentIntents().retrieve(created.getId()).getStatus())
                    .isEqualTo("succeeded");
        }
    }

    @Test
    void deliversWhatWasNotDeliveredYet() throws StripeException {
        SimulatorSettings settings = settings().withEndpoints(new WebhookEndpoint(inbox.url(), "whsec_1"));
        try (StripeSimulator simulator = StripeSimulator.start(settings)) {
            simulator.knobs().webhooks().hold(true);
            SimulatedStripe.client(simulator)
                    .v1()
                    .paymentIntents()
                    .create(order("s-2").build());
        }
        assertThat(inbox.letters()).isEmpty();

        try (StripeSimulator simulator = StripeSimulator.start(settings)) {
            await().until(() -> inbox.letters().size() == 1);
            await().until(() -> !simulator.deliveries().getFirst().attempts().isEmpty());
        }
        try (StripeSimulator simulator = StripeSimulator.start(settings)) {
            assertThat(simulator.deliveries().getFirst().attempts()).hasSize(1);
            assertThat(inbox.letters()).hasSize(1);
        }
    }

    @Test
    void settlesWhatTheBankHadNotDecided() throws StripeException {
        String id;
        try (StripeSimulator simulator = StripeSimulator.start(settings())) {
            StripeClient stripe = SimulatedStripe.client(simulator);
            id = stripe.v1().paymentIntents().create(order("s-3").build()).getId();
            stripe.v1().paymentIntents().confirm(id, confirmWith("pm_usBankAccount_success"));
        }

        try (StripeSimulator simulator = StripeSimulator.start(settings())) {
            await().until(() ->
                    simulator.intent(id).orElseThrow().status().wireName().equals("succeeded"));
        }
    }

    @Test
    void passesOverALineThatAKillCutOff() throws Exception {
        try (StripeSimulator simulator = StripeSimulator.start(settings())) {
            SimulatedStripe.client(simulator)
                    .v1()
                    .paymentIntents()
                    .create(order("s-4").build());
        }
        Files.writeString(file(), "{\"sort\":\"INTENT\",\"id\":\"pi_3", StandardOpenOption.APPEND);

        try (StripeSimulator simulator = StripeSimulator.start(settings())) {
            assertThat(simulator.intents()).hasSize(1);
        }
    }

    @Test
    void forgetsTheOldestWhenThereAreTooMany() throws StripeException, IOException {
        SimulatorSettings small = settings().withCapacity(3);
        try (StripeSimulator simulator = StripeSimulator.start(small)) {
            StripeClient stripe = SimulatedStripe.client(simulator);
            for (int i = 0; i < 20; i++) {
                stripe.v1().paymentIntents().create(order("s-" + i).build());
            }
            assertThat(simulator.intents()).hasSize(3);
        }
        long grown = Files.size(file());

        try (StripeSimulator simulator = StripeSimulator.start(small)) {
            assertThat(simulator.intents()).hasSize(3);
            assertThat(simulator.events()).hasSize(12);
            assertThat(Files.size(file())).isLessThan(grown);
        }
    }

    private Path file() {
        return folder.resolve("stripe.jsonl");
    }

    private SimulatorSettings settings() {
        return SimulatorSettings.defaults().withSnapshot(file());
    }
}
