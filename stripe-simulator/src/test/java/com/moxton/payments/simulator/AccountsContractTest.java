package com.moxton.payments.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.simulator.event.WebhookEndpoint;
import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.PermissionException;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.net.RequestOptions;
import com.stripe.param.EventListParams;
import com.stripe.param.PaymentIntentCreateParams;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who sees what, with a platform, a separate account and a connected one. */
class AccountsContractTest {

    private static final PaymentIntentCreateParams TEN = PaymentIntentCreateParams.builder()
            .setAmount(1000L)
            .setCurrency("usd")
            .build();

    private final SimulatorSettings settings = SimulatorSettings.defaults()
            .withAccount("sk_test_separate", "acct_Separate")
            .withConnectedAccount("acct_Connected");
    private StripeSimulator simulator = StripeSimulator.start(settings);

    @AfterEach
    void stop() {
        simulator.close();
    }

    private StripeClient client(String key, @Nullable String account) {
        return StripeClient.builder()
                .setApiKey(key)
                .setStripeAccount(account)
                .setApiBase(simulator.baseUrl())
                .setMaxNetworkRetries(0)
                .build();
    }

    private PaymentIntent intent(StripeClient stripe) throws StripeException {
        return stripe.v1().paymentIntents().create(TEN);
    }

    private void assertMissing(StripeClient stripe, String id) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.v1().paymentIntents().retrieve(id))
                .satisfies(e -> {
                    assertThat(e.getStatusCode()).isEqualTo(404);
                    assertThat(e.getCode()).isEqualTo("resource_missing");
                });
    }

    @Test
    void eachAccountSeesItsOwnObjectsAlone() throws StripeException {
        StripeClient platform = client("sk_test_platform", null);
        StripeClient separate = client("sk_test_separate", null);
        StripeClient connected = client("sk_test_platform", "acct_Connected");
        PaymentIntent atPlatform = intent(platform);
        PaymentIntent atSeparate = intent(separate);
        PaymentIntent atConnected = intent(connected);

        assertThat(connected.v1().paymentIntents().list().getData()).containsExactly(atConnected);
        assertThat(separate.v1().paymentIntents().list().getData()).containsExactly(atSeparate);
        assertThat(platform.v1().paymentIntents().list().getData()).containsExactly(atPlatform);
        assertThat(connected.v1().paymentIntents().retrieve(atConnected.getId()))
                .isEqualTo(atConnected);
        assertMissing(platform, atConnected.getId());
        assertMissing(platform, atSeparate.getId());
        assertMissing(separate, atPlatform.getId());
        assertMissing(connected, atPlatform.getId());
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> platform.v1().paymentIntents().confirm(atConnected.getId()));
    }

    @Test
    void eventsAreTheirAccountsAndSayWhoseTheyAreToThePlatformAlone() throws StripeException {
        intent(client("sk_test_separate", null));
        intent(client("sk_test_platform", "acct_Connected"));

        assertThat(events(client("sk_test_platform", null))).isEmpty();
        assertThat(events(client("sk_test_separate", null)))
                .singleElement()
                .satisfies(event -> assertThat(event.getAccount()).isNull());
        assertThat(events(client("sk_test_platform", "acct_Connected")))
                .singleElement()
                .satisfies(event -> assertThat(event.getAccount()).isEqualTo("acct_Connected"));
    }

    private static List<Event> events(StripeClient stripe) throws StripeException {
        return stripe.v1().events().list(EventListParams.builder().build()).getData();
    }

    @Test
    void aKeyActsForNoAccountThatIsNotConnected() {
        for (StripeClient stranger : new StripeClient[] {
            client("sk_test_platform", "acct_Stranger"),
            client("sk_test_platform", "acct_Separate"),
            client("sk_test_separate", "acct_Connected")
        }) {
            assertThatExceptionOfType(PermissionException.class)
                    .isThrownBy(() -> intent(stranger))
                    .satisfies(e -> assertThat(e.getCode()).isEqualTo("account_invalid"));
        }
    }

    @Test
    void anIdempotencyKeyIsOfOneAccount() throws StripeException {
        RequestOptions key =
                RequestOptions.builder().setIdempotencyKey("the-same").build();

        PaymentIntent one =
                client("sk_test_platform", null).v1().paymentIntents().create(TEN, key);
        PaymentIntent other = client("sk_test_platform", "acct_Connected")
                .v1()
                .paymentIntents()
                .create(TEN, key);

        assertThat(other.getId()).isNotEqualTo(one.getId());
    }

    @Test
    void webhooksGoToTheAccountsEndpointOrToThePlatforms() throws Exception {
        try (WebhookInbox ofPlatform = new WebhookInbox();
                WebhookInbox ofSeparate = new WebhookInbox()) {
            simulator.deliverTo(
                    new WebhookEndpoint(ofPlatform.url(), "whsec_platform"),
                    new WebhookEndpoint(ofSeparate.url(), "whsec_separate").of("acct_Separate"));

            intent(client("sk_test_separate", null));
            intent(client("sk_test_platform", "acct_Connected"));

            await().untilAsserted(() -> {
                assertThat(ofSeparate.letters())
                        .singleElement()
                        .satisfies(letter -> assertThat(letter.body()).doesNotContain("\"account\""));
                assertThat(ofPlatform.letters())
                        .singleElement()
                        .satisfies(letter -> assertThat(letter.body()).contains("\"account\": \"acct_Connected\""));
            });
        }
    }

    @Test
    void remembersWhoseWhatIs(@TempDir Path folder) throws StripeException {
        Path snapshot = folder.resolve("snapshot");
        simulator.close();
        simulator = StripeSimulator.start(settings.withSnapshot(snapshot));
        PaymentIntent atConnected = intent(client("sk_test_platform", "acct_Connected"));
        simulator.close();
        simulator = StripeSimulator.start(settings.withSnapshot(snapshot));

        assertMissing(client("sk_test_platform", null), atConnected.getId());
        StripeClient connected = client("sk_test_platform", "acct_Connected");
        assertThat(connected.v1().paymentIntents().retrieve(atConnected.getId()).getId())
                .isEqualTo(atConnected.getId());
        assertThat(events(connected)).hasSize(1);
    }
}
