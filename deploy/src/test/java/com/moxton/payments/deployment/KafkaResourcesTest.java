package com.moxton.payments.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.TopicSettings;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import io.strimzi.api.kafka.model.user.KafkaUserAuthorizationSimple;
import io.strimzi.api.kafka.model.user.acl.AclRule;
import io.strimzi.api.kafka.model.user.acl.AclRuleTopicResource;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Topics as the code names them, and users who may do what their service does and nothing else. */
class KafkaResourcesTest {

    @Test
    void thereIsEveryTopicAndNoOther() {
        assertThat(Manifest.of("KafkaTopic", KafkaTopic.class)
                        .map(topic -> topic.getMetadata().getName()))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Topic.values()).map(Topic::topicName).toList());
    }

    @ParameterizedTest
    @EnumSource
    void topicsAreAsTheServicesWouldMakeThem(Topic topic) {
        KafkaTopic manifest = Manifest.of("KafkaTopic", KafkaTopic.class)
                .filter(each -> each.getMetadata().getName().equals(topic.topicName()))
                .findFirst()
                .orElseThrow();
        Map<String, Object> config = manifest.getSpec().getConfig();

        assertThat(manifest.getSpec().getPartitions())
                .isEqualTo(TopicSettings.defaults().partitions());
        assertThat(manifest.getSpec().getReplicas()).isEqualTo(3);
        assertThat(config).containsEntry("min.insync.replicas", 2);
        assertThat(Duration.ofMillis(((Number) config.get("retention.ms")).longValue()))
                .isEqualTo(topic.retention());
        if (topic.retention().compareTo(Duration.ofDays(1)) < 0) {
            assertThat(((Number) config.get("segment.ms")).longValue())
                    .as("else the segment outlives what is in it")
                    .isLessThanOrEqualTo(topic.retention().toMillis());
        }
    }

    @Test
    void ingressWritesWhatComesInAndReadsWhatGoesOut() {
        assertThat(rights("ingress-service"))
                .isEqualTo(Map.of(
                        "stripe.events", Set.of("Describe", "Write"),
                        "payment.requests", Set.of("Describe", "Write"),
                        "payment.replies", Set.of("Describe", "Read"),
                        "payment.updates", Set.of("Describe", "Read")));
    }

    @Test
    void repliesAreReadByIngressAloneSinceTheyCarryClientSecrets() {
        assertThat(Manifest.of("KafkaUser", KafkaUser.class)
                        .map(user -> user.getMetadata().getName())
                        .filter(user -> rights(user)
                                .getOrDefault(Topic.PAYMENT_REPLIES.topicName(), Set.of())
                                .contains("Read")))
                .containsExactly("ingress-service");
    }

    @Test
    void workerHasWhatEachTopicAsksOfIt() {
        Map<String, Set<String>> rights = rights("payment-worker");

        assertThat(rights.keySet())
                .isEqualTo(Stream.of(Topic.values()).map(Topic::topicName).collect(Collectors.toSet()));
        assertThat(rights)
                .allSatisfy(
                        (topic, operations) -> assertThat(operations).as(topic).contains("Describe", "Write"));
    }

    private static Map<String, Set<String>> rights(String user) {
        KafkaUser manifest = Manifest.of("KafkaUser", KafkaUser.class)
                .filter(each -> each.getMetadata().getName().equals(user))
                .findFirst()
                .orElseThrow();
        Map<String, Set<String>> rights = new TreeMap<>();
        for (AclRule rule : ((KafkaUserAuthorizationSimple) manifest.getSpec().getAuthorization()).getAcls()) {
            if (rule.getResource() instanceof AclRuleTopicResource topic) {
                Set<String> operations = rights.computeIfAbsent(topic.getName(), name -> new TreeSet<>());
                rule.getOperations().forEach(operation -> operations.add(operation.toValue()));
            }
        }
        return rights;
    }
}
