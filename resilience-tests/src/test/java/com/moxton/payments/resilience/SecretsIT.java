package com.moxton.payments.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.events.Topic;
import com.moxton.payments.resilience.load.Poison;
import com.moxton.payments.resilience.parts.Installation;
import com.moxton.payments.resilience.parts.Secrets;
import com.moxton.payments.resilience.parts.ServiceProcess;
import com.moxton.payments.resilience.secret.OpsPages;
import com.moxton.payments.resilience.secret.SecretSearch;
import com.moxton.payments.resilience.secret.SecretSearch.Leak;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * SECRETS_STAY_SECRET: after all faults, in every line that was logged and on every page that can be read, those of dead
 * letters too. Two letters are planted that carry secrets, where Stripe and customers might put them.
 */
@Order(Faults.AFTER_ALL)
class SecretsIT extends Faults {

    private static final String PLANTED = "planted-letter";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LETTERS = "/ops/api/dead-letters";

    /** No JSON, so that it can't be masked by its fields' names. */
    private static final String LETTER =
            "{\"id\": \"%s\", \"client_secret\": \"pi_3Planted_secret_9Planted\", \"key\": \"%s\", \"signing\": \"%s\", \"token\": \"%s\""
                    .formatted(PLANTED, Secrets.API_KEY, Secrets.WEBHOOK, Secrets.tokenOf("planted"));

    @Test
    void staySecret(Installation installation) throws Exception {
        SecretSearch search = new SecretSearch(Secrets.seeded());
        Map<String, String> pages;
        try (OpsPages ops = new OpsPages()) {
            plantLetters(installation, ops);
            ops.signIn(installation.worker());
            pages = ops.pages(installation.worker(), List.of("/dead-letters", "/payments", "/events", "/reviews", "/"));
            pages.putAll(ops.documents(
                    installation.worker(),
                    List.of(
                            "/actuator/prometheus",
                            "/actuator/health",
                            "/ops/api/overview",
                            "/ops/api/payments",
                            LETTERS)));
            pages.putAll(ops.documents(installation.ingress(), List.of("/actuator/prometheus", "/actuator/health")));
        }
        // Of all installations: a fault that fails its test takes its own along.
        List<Leak> leaks = new ArrayList<>(search.inLogs(installation.home().resolveSibling(".")));
        pages.forEach((path, body) -> leaks.addAll(search.inText(path, body)));

        assertThat(pages).hasSizeGreaterThan(10);
        assertThat(pages.entrySet())
                .as("the page of a letter that holds secrets")
                .anyMatch(page -> page.getKey().matches("/dead-letters/.+")
                        && page.getValue().contains(PLANTED)
                        && page.getValue().startsWith("200"));
        assertThat(leaks).isEmpty();
    }

    private static void plantLetters(Installation installation, OpsPages ops) throws Exception {
        try (Poison poison = new Poison(installation.broker().bootstrapServers())) {
            for (Topic topic : List.of(Topic.STRIPE_EVENTS, Topic.PAYMENT_REQUESTS)) {
                poison.put(topic, PLANTED, LETTER.getBytes(StandardCharsets.UTF_8));
            }
        }
        ServiceProcess worker = installation.worker();
        await().atMost(PATIENCE)
                .until(() -> ops.documents(worker, List.of(LETTERS)).toString().split(PLANTED, -1).length > 2);
    }
}
