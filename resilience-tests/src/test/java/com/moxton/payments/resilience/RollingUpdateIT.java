package com.moxton.payments.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.resilience.parts.Installation;
import com.moxton.payments.resilience.parts.ServiceProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Both services are replaced under load, the new instance first: no request fails and no event is lost. */
class RollingUpdateIT extends Faults {

    @Test
    void failsNoRequest(Installation installation) throws Exception {
        long before = webhooksNotTaken(installation);
        try (Episode episode = episode(installation, "rolling update of both services")) {
            episode.rest(Duration.ofSeconds(1));
            episode.inject(
                    () -> {
                        ServiceProcess ingress = installation.ingress();
                        installation.addIngress(Map.of());
                        installation.remove(ingress);
                        ServiceProcess worker = installation.worker();
                        installation.addWorker(Map.of()).awaitReady();
                        installation.remove(worker);
                    },
                    Duration.ofSeconds(2),
                    () -> {});
            assertNothingLostNothingTwice(episode);
            assertThat(episode.tally().refused())
                    .as("failed requests: " + episode.tally().statuses())
                    .isZero();
            assertThat(webhooksNotTaken(installation) - before)
                    .as("failed webhooks")
                    .isZero();
        }
    }
}
