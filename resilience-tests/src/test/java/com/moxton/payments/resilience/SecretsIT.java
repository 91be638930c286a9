package com.moxton.payments.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.resilience.parts.Installation;
import com.moxton.payments.resilience.parts.Secrets;
import com.moxton.payments.resilience.secret.OpsPages;
import com.moxton.payments.resilience.secret.SecretSearch;
import com.moxton.payments.resilience.secret.SecretSearch.Leak;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** SECRETS_STAY_SECRET: after all faults, in every line that was logged and on every page that can be read. */
@Order(Faults.AFTER_ALL)
class SecretsIT extends Faults {

    @Test
    void staySecret(Installation installation) throws Exception {
        SecretSearch search = new SecretSearch(Secrets.seeded());
        // Of all installations: a fault that fails its test takes its own along.
        List<Leak> leaks = new ArrayList<>(search.inLogs(installation.home().resolveSibling(".")));
        Map<String, String> pages;
        try (OpsPages ops = new OpsPages()) {
            ops.signIn(installation.worker());
            pages = ops.pages(installation.worker(), List.of("/dead-letters", "/payments", "/events", "/reviews", "/"));
            pages.putAll(ops.documents(
                    installation.worker(),
                    List.of(
                            "/actuator/prometheus",
                            "/actuator/health",
                            "/ops/api/overview",
                            "/ops/api/payments",
                            "/ops/api/dead-letters")));
            pages.putAll(ops.documents(installation.ingress(), List.of("/actuator/prometheus", "/actuator/health")));
        }
        pages.forEach((path, body) -> leaks.addAll(search.inText(path, body)));

        assertThat(pages).hasSizeGreaterThan(10);
        assertThat(pages.values()).as("pages that were read").anyMatch(page -> page.contains("Dead letters"));
        assertThat(leaks).isEmpty();
    }
}
