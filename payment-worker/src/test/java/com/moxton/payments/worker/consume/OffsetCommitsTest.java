package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class OffsetCommitsTest {

    private static final TopicPartition P0 = new TopicPartition("stripe.events", 0);
    private static final TopicPartition P1 = new TopicPartition("stripe.events", 1);

    private final SlowBroker broker = new SlowBroker();
    private final OffsetCommits commits = new OffsetCommits("loop", broker);

    @Test
    void waitsForNothingThatIsConfirmed() {
        commits.done(List.of(record(P0, 4)));
        broker.answerNext(null);
        commits.settle();
        assertThat(broker.asked).containsExactly(Map.of(P0, 5L));
        assertThat(broker.waitedFor).isEmpty();
    }

    @Test
    void waitsForWhatIsNotConfirmed() {
        commits.done(List.of(record(P0, 4), record(P1, 7)));
        commits.settle();
        assertThat(broker.waitedFor).containsExactly(Map.of(P0, 5L, P1, 8L));
        commits.settle();
        assertThat(broker.waitedFor).as("once").hasSize(1);
    }

    @Test
    void anAnswerToAnEarlierBatchConfirmsNoLaterOne() {
        commits.done(List.of(record(P0, 4), record(P1, 7)));
        commits.done(List.of(record(P0, 5)));
        broker.answerNext(null);
        commits.settle();
        assertThat(broker.waitedFor).containsExactly(Map.of(P0, 6L));
    }

    @Test
    void whatWasRefusedGoesWithTheNextBatch() {
        commits.done(List.of(record(P0, 4)));
        broker.answerNext(new TimeoutException());
        commits.done(List.of(record(P1, 7)));
        assertThat(broker.asked).containsExactly(Map.of(P0, 5L), Map.of(P0, 5L, P1, 8L));
        broker.answerNext(null);
        commits.settle();
        assertThat(broker.waitedFor).isEmpty();
    }

    @Test
    void whatCantBeCommittedNowIsTriedAgain() {
        commits.done(List.of(record(P0, 4)));
        broker.away = true;
        commits.settle();
        broker.away = false;
        commits.settle();
        assertThat(broker.waitedFor).containsExactly(Map.of(P0, 5L));
    }

    @Test
    void handsOverWhatGoesAndNoMore() {
        commits.done(List.of(record(P0, 4), record(P1, 7)));
        commits.handOver(Set.of(P1));
        assertThat(broker.waitedFor).containsExactly(Map.of(P1, 8L));
        commits.settle();
        assertThat(broker.waitedFor).containsExactly(Map.of(P1, 8L), Map.of(P0, 5L));
    }

    /** The new owner may be further by now: an old offset would have it go back after its next start. */
    @Test
    void commitsNothingOfWhatSomebodyElseHas() {
        commits.done(List.of(record(P0, 4), record(P1, 7)));
        commits.forget(Set.of(P1));
        commits.done(List.of(record(P0, 5)));
        commits.settle();
        assertThat(broker.asked.getLast()).isEqualTo(Map.of(P0, 6L));
        assertThat(broker.waitedFor).containsExactly(Map.of(P0, 6L));
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset) {
        return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, new byte[0], new byte[0]);
    }

    /** Answers when it is told to. */
    private static final class SlowBroker extends MockConsumer<byte[], byte[]> {

        private final List<Map<TopicPartition, Long>> asked = new ArrayList<>();
        private final List<Map<TopicPartition, Long>> waitedFor = new ArrayList<>();
        private final Queue<java.util.function.Consumer<Exception>> answers = new ArrayDeque<>();
        private boolean away;

        SlowBroker() {
            super("earliest");
        }

        void answerNext(Exception failure) {
            answers.remove().accept(failure);
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            asked.add(plain(offsets));
            answers.add(failure -> callback.onComplete(offsets, failure));
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            if (away) {
                throw new TimeoutException();
            }
            waitedFor.add(plain(offsets));
        }

        private static Map<TopicPartition, Long> plain(Map<TopicPartition, OffsetAndMetadata> offsets) {
            return offsets.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, offset -> offset.getValue().offset()));
        }
    }
}
