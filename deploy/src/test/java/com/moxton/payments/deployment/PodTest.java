package com.moxton.payments.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods that can do no more than they need, are asked where they answer, and are told what they understand. */
class PodTest {
    private static final Map<String, PodTemplateSpec> PODS = pods();
    private static final Map<String, Map<String, String>> CONFIG = config();

    @ParameterizedTest
    @ValueSource(strings = {"ingress-service", "payment-worker"})
    void areHardened(String service) {
        PodSpec pod = PODS.get(service).getSpec();
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getEnableServiceLinks()).isFalse();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001);
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getTopologySpreadConstraints()).hasSize(2);

        Container container = container(service);
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
        assertThat(container.getResources().getLimits().get("memory"))
                .isEqualTo(container.getResources().getRequests().get("memory"));
        assertThat(container.getVolumeMounts())
                .as("the one place that can be written")
                .anyMatch(mount -> mount.getMountPath().equals("/tmp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingress-service", "payment-worker"})
    void areAskedAtTheirOwnPort(String service) {
        Container container = container(service);
        Settings settings = Settings.of(service);

        assertThat(container.getPorts()).singleElement().satisfies(port -> {
            assertThat(port.getName()).isEqualTo("http");
            assertThat(port.getContainerPort()).isEqualTo(settings.defaultPort());
        });
        assertThat(path(container.getStartupProbe())).isEqualTo("/actuator/health/liveness");
        assertThat(path(container.getLivenessProbe())).isEqualTo("/actuator/health/liveness");
        assertThat(path(container.getReadinessProbe())).isEqualTo("/actuator/health/readiness");
        assertThat(Manifest.of("Service", Service.class)
                        .filter(object -> object.getMetadata().getName().equals(service)))
                .singleElement()
                .satisfies(object -> assertThat(PODS.get(service).getMetadata().getLabels())
                        .containsAllEntriesOf(object.getSpec().getSelector()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingress-service", "payment-worker"})
    void haveTheTimeToFinish(String service) {
        PodSpec pod = PODS.get(service).getSpec();
        long before = container(service).getLifecycle() == null
                ? 0
                : container(service).getLifecycle().getPreStop().getSleep().getSeconds();

        assertThat(pod.getTerminationGracePeriodSeconds())
                .as("balancers' time, one phase of the shutdown, and 20 s for what comes after")
                .isGreaterThanOrEqualTo(before + Settings.of(service).shutdownPhaseSeconds() + 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingress-service", "payment-worker"})
    void areToldWhatTheyUnderstand(String service) {
        Settings settings = Settings.of(service);
        Set<String> told = new HashSet<>();
        container(service).getEnv().forEach(variable -> told.add(variable.getName()));
        container(service)
                .getEnvFrom()
                .forEach(source -> told.addAll(
                        CONFIG.get(source.getConfigMapRef().getName()).keySet()));

        assertThat(told)
                .allSatisfy(name -> assertThat(settings.understands(name))
                        .as("%s of %s", name, service)
                        .isTrue());
        assertThat(told).containsAll(settings.required());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingress-service", "payment-worker"})
    void nameSecretsThatTheExampleHas(String service) {
        Map<String, Set<String>> example = new HashMap<>();
        Manifest.of("Secret", Secret.class)
                .forEach(secret -> example.put(
                        secret.getMetadata().getName(), secret.getStringData().keySet()));

        List<SecretKeySelector> named = container(service).getEnv().stream()
                .map(EnvVar::getValueFrom)
                .filter(source -> source != null && source.getSecretKeyRef() != null)
                .map(source -> source.getSecretKeyRef())
                .toList();
        assertThat(named)
                .isNotEmpty()
                .allSatisfy(secret -> assertThat(example.get(secret.getName()))
                        .as(secret.getName())
                        .contains(secret.getKey()));
    }

    @Test
    void ingressHoldsNoKeyOfStripeAndNoDatabase() {
        assertThat(container("ingress-service").getEnv())
                .extracting(EnvVar::getName)
                .noneMatch(name -> name.startsWith("MYSQL") || name.equals("STRIPE_SECRET_KEY"));
    }

    private static String path(Probe probe) {
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http");
        return probe.getHttpGet().getPath();
    }

    private static Container container(String service) {
        List<Container> containers = PODS.get(service).getSpec().getContainers();
        assertThat(containers).hasSize(1);
        return containers.getFirst();
    }

    private static Map<String, PodTemplateSpec> pods() {
        Map<String, PodTemplateSpec> pods = new HashMap<>();
        Stream<Deployment> deployments = Manifest.of("Deployment", Deployment.class);
        deployments.forEach(
                each -> pods.put(each.getMetadata().getName(), each.getSpec().getTemplate()));
        Stream<StatefulSet> sets = Manifest.of("StatefulSet", StatefulSet.class);
        sets.forEach(
                each -> pods.put(each.getMetadata().getName(), each.getSpec().getTemplate()));
        return pods;
    }

    private static Map<String, Map<String, String>> config() {
        Map<String, Map<String, String>> config = new HashMap<>();
        Manifest.of("ConfigMap", ConfigMap.class)
                .forEach(each -> config.put(each.getMetadata().getName(), each.getData()));
        return config;
    }
}
