package com.moxton.payments.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The picture of the system, enforced: ingress reaches Kafka alone, and nobody but operations reaches the worker. */
class NetworkPolicyTest {
    private static final int DNS = 53;
    private static final int KAFKA = 9093;
    private static final int MYSQL = 3306;
    private static final int HTTPS = 443;

    @Test
    void whateverIsNotSaidIsForbidden() {
        assertThat(policies()
                        .filter(policy -> policy.getSpec()
                                        .getPodSelector()
                                        .getMatchLabels()
                                        .isEmpty()
                                && policy.getSpec().getEgress().isEmpty()
                                && policy.getSpec().getIngress().isEmpty()))
                .singleElement()
                .satisfies(policy ->
                        assertThat(policy.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress"));
    }

    @Test
    void ingressReachesKafkaAlone() {
        assertThat(reachedBy("ingress-service")).containsExactlyInAnyOrder(DNS, KAFKA);
    }

    @Test
    void workerReachesKafkaMySqlAndStripe() {
        assertThat(reachedBy("payment-worker")).containsExactlyInAnyOrder(DNS, KAFKA, MYSQL, HTTPS);
    }

    @Test
    void everyRuleNamesPortsAndPeers() {
        policies().forEach(policy -> {
            assertThat(policy.getSpec().getEgress()).allSatisfy(rule -> {
                assertThat(rule.getTo()).isNotEmpty();
                assertThat(rule.getPorts()).isNotEmpty();
            });
            assertThat(policy.getSpec().getIngress()).allSatisfy(rule -> {
                assertThat(rule.getFrom()).isNotEmpty();
                assertThat(rule.getPorts()).isNotEmpty();
            });
        });
    }

    @Test
    void theInternetReachesTheApiOfIngressAlone() {
        assertThat(Manifest.of("Ingress", Ingress.class))
                .singleElement()
                .satisfies(road -> road.getSpec()
                        .getRules()
                        .forEach(rule -> assertThat(rule.getHttp().getPaths())
                                .singleElement()
                                .satisfies(path -> {
                                    assertThat(path.getPath()).isEqualTo("/api/payments");
                                    assertThat(path.getBackend().getService().getName())
                                            .isEqualTo("ingress-service");
                                })));
    }

    private static Set<Integer> reachedBy(String service) {
        Set<Integer> ports = new TreeSet<>();
        policies()
                .filter(policy -> {
                    var labels = policy.getSpec().getPodSelector().getMatchLabels();
                    return labels.isEmpty() || labels.containsValue(service);
                })
                .forEach(policy -> policy.getSpec()
                        .getEgress()
                        .forEach(rule -> rule.getPorts()
                                .forEach(port -> ports.add(port.getPort().getIntVal()))));
        return ports;
    }

    private static Stream<NetworkPolicy> policies() {
        return Manifest.of("NetworkPolicy", NetworkPolicy.class);
    }
}
