package com.moxton.payments.testing;

import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.TopicProvisioner;
import com.moxton.payments.events.kafka.TopicSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Empties the contract's topics by deleting and creating them again. */
final class TopicReset {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int PAUSE_MS = 50;

    private final String bootstrapServers;

    TopicReset(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    void run(TopicSettings settings, Topic... topics) {
        List<String> names = Stream.of(topics).map(Topic::topicName).toList();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            List<String> groups = groupsOfThisSystem(admin);
            for (KafkaFuture<Void> deleted :
                    admin.deleteConsumerGroups(groups).deletedGroups().values()) {
                ignoring(deleted, GroupNotEmptyException.class, GroupIdNotFoundException.class);
            }
            for (KafkaFuture<Void> deleted :
                    admin.deleteTopics(names).topicNameValues().values()) {
                ignoring(deleted, UnknownTopicOrPartitionException.class);
            }
            await(() -> admin.listTopics().names().get().stream().noneMatch(names::contains));
            new TopicProvisioner(settings).provision(admin, Set.of(topics), TIMEOUT);
        } catch (Exception e) {
            throw new IllegalStateException("Topics can't be reset on " + bootstrapServers, e);
        }
    }

    /** An external broker may serve others as well. */
    private static List<String> groupsOfThisSystem(Admin admin) throws ExecutionException, InterruptedException {
        return admin.listGroups().all().get().stream()
                .map(GroupListing::groupId)
                .filter(id -> id.startsWith("payment-worker.") || id.startsWith("ingress-service."))
                .toList();
    }

    @SafeVarargs
    private static void ignoring(KafkaFuture<Void> future, Class<? extends Exception>... harmless)
            throws ExecutionException, InterruptedException {
        try {
            future.get();
        } catch (ExecutionException e) {
            if (Arrays.stream(harmless).noneMatch(type -> type.isInstance(e.getCause()))) {
                throw e;
            }
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Topics are still there after " + TIMEOUT.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
    }
}
