package com.moxton.payments.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.ArgumentMatchers.anyMap;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.moxton.payments.events.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

/** Against a scripted broker; the services' integration tests run it against a real one. */
class TopicProvisionerTest {
    private static final Set<Topic> BOTH = Set.of(Topic.STRIPE_EVENTS, Topic.PAYMENT_REPLIES);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Admin admin = mock(Admin.class, RETURNS_DEEP_STUBS);
    private final TopicProvisioner provisioner =
            new TopicProvisioner(new TopicSettings(3, (short) 1, Map.of(Topic.STRIPE_EVENTS, Duration.ofDays(90))));

    @BeforeEach
    void everyPartitionHasLeader() {
        offsetsAnswer(done());
        Map<String, TopicDescription> described = Map.of(
                "stripe.events",
                new TopicDescription(
                        "stripe.events",
                        false,
                        List.of(new TopicPartitionInfo(0, Node.noNode(), List.of(), List.of()))));
        when(admin.describeTopics(anyCollection()).allTopicNames()).thenReturn(KafkaFuture.completedFuture(described));
    }

    @Test
    void createsOnlyWhatIsAbsentWithItsRetention() {
        exist("stripe.events");
        creationOf("payment.replies", KafkaFuture.completedFuture(null));

        provisioner.provision(admin, BOTH, LONG);

        NewTopic created = createdTopics().stream().findFirst().orElseThrow();
        assertThat(createdTopics()).hasSize(1);
        assertThat(created.name()).isEqualTo("payment.replies");
        assertThat(created.numPartitions()).isEqualTo(3);
        // Client secrets leave the disk soon after the retention, because segments roll well within it.
        assertThat(created.configs()).containsEntry("retention.ms", "900000").containsEntry("segment.ms", "300000");
    }

    @Test
    void takesRetentionFromTheSettings() {
        exist("payment.replies");
        creationOf("stripe.events", KafkaFuture.completedFuture(null));

        provisioner.provision(admin, BOTH, LONG);

        assertThat(createdTopics().iterator().next().configs())
                .containsEntry("retention.ms", Long.toString(Duration.ofDays(90).toMillis()))
                .doesNotContainKey("segment.ms")
                // A webhook of 1 MB and its headers fit.
                .containsEntry("max.message.bytes", "16777216");
    }

    @Test
    void letsAnotherInstanceBeQuicker() {
        exist("stripe.events");
        creationOf("payment.replies", failed(new TopicExistsException("just now")));

        provisioner.provision(admin, BOTH, LONG);

        verify(admin).listOffsets(anyMap());
    }

    @Test
    void waitsUntilEveryPartitionHasLeader() {
        exist("stripe.events", "payment.replies");
        ListOffsetsResult notYet = mock(ListOffsetsResult.class);
        when(notYet.all()).thenReturn(failed(new LeaderNotAvailableException("electing")));
        ListOffsetsResult ready = mock(ListOffsetsResult.class);
        when(ready.all()).thenReturn(done());
        when(admin.listOffsets(anyMap())).thenReturn(notYet, ready);

        provisioner.provision(admin, BOTH, LONG);

        verify(admin, times(2)).listOffsets(anyMap());
    }

    @Test
    void saysWhichTopicsAreNotReadyWhenTheBrokerRefuses() {
        exist();
        creationOf("stripe.events", failed(new TopicAuthorizationException("stripe.events")));

        assertThatThrownBy(() -> provisioner.provision(admin, Set.of(Topic.STRIPE_EVENTS), LONG))
                .isInstanceOf(TopicProvisioningException.class)
                .hasMessageContaining("STRIPE_EVENTS")
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void givesUpWhenTheBrokerNeverAnswers() {
        when(admin.listTopics().names()).thenReturn(new KafkaFutureImpl<>());

        assertThatThrownBy(() -> provisioner.provision(admin, BOTH, Duration.ofMillis(50)))
                .isInstanceOf(TopicProvisioningException.class);
    }

    @Test
    void refusesSettingsWithoutPartitions() {
        assertThatThrownBy(() -> new TopicSettings(0, (short) 1, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("partitions");
    }

    private void exist(String... names) {
        when(admin.listTopics().names()).thenReturn(KafkaFuture.completedFuture(Set.of(names)));
    }

    private void creationOf(String name, KafkaFuture<Void> outcome) {
        CreateTopicsResult result = mock(CreateTopicsResult.class);
        when(result.values()).thenReturn(Map.of(name, outcome));
        when(admin.createTopics(anyCollection())).thenReturn(result);
    }

    private void offsetsAnswer(KafkaFuture<Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo>> answer) {
        ListOffsetsResult result = mock(ListOffsetsResult.class);
        when(result.all()).thenReturn(answer);
        when(admin.listOffsets(anyMap())).thenReturn(result);
    }

    @SuppressWarnings("unchecked")
    private Collection<NewTopic> createdTopics() {
        ArgumentCaptor<Collection<NewTopic>> topics = ArgumentCaptor.forClass(Collection.class);
        verify(admin).createTopics(topics.capture());
        return topics.getValue();
    }

    private static KafkaFuture<Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo>> done() {
        return KafkaFuture.completedFuture(Map.of());
    }

    private static <T> KafkaFuture<T> failed(Exception cause) {
        KafkaFutureImpl<T> future = new KafkaFutureImpl<>();
        future.completeExceptionally(cause);
        return future;
    }
}
