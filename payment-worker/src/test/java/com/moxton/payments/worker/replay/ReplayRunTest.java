package com.moxton.payments.worker.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.moxton.payments.worker.inbox.JdbcReplayedEvents;
import com.moxton.payments.worker.publish.PublishingException;
import com.moxton.payments.worker.publish.RecordPublisher;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a run saves, and when. */
class ReplayRunTest {

    private static final String ID = "8c0de7a2-0000-4000-8000-000000000001";

    private final LogScan log = mock();
    private final RecordChoices choices = mock();
    private final RecordPublisher publisher = mock();
    private final JdbcReplayJobs jobs = mock();
    private final List<String> happened = new ArrayList<>();
    private final ReplayRun run =
            new ReplayRun(log, choices, publisher, jobs, mock(JdbcReplayedEvents.class), mock(GroupOffsets.class));

    /** Twenty records of one partition, at the offsets from 100. */
    @BeforeEach
    void aLog() {
        PartitionRange range = new PartitionRange(0, 100, 100, 120);
        when(jobs.ranges(ID)).thenReturn(List.of(range));
        when(choices.of(any())).thenReturn(new RecordChoice(ReplayFilter.ALL, List.of(), ids -> Map.of()));
        doAnswer(call -> {
                    PartitionRange from =
                            call.<List<PartitionRange>>getArgument(1).getFirst();
                    LogScan.Reader reader = call.getArgument(2);
                    return reader.take(
                            from.to(120),
                            LongStream.range(from.next(), 120)
                                    .mapToObj(ReplayRunTest::record)
                                    .toList());
                })
                .when(log)
                .scan(anyString(), any(), any());
        when(publisher.publish(any())).thenAnswer(call -> {
            List<ProducerRecord<String, byte[]>> records = call.getArgument(0);
            happened.add("published " + records.size());
            return IntStream.range(0, records.size())
                    .mapToObj(i -> new RecordMetadata(new TopicPartition("stripe.events", 0), 500, i, 0, 0, 0))
                    .toList();
        });
        when(jobs.progress(any(), any(), any(), any(), any())).thenAnswer(call -> {
            PartitionRange moved = call.getArgument(3);
            happened.add("saved " + (moved == null ? "-" : moved.next()));
            return true;
        });
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>(
                "stripe.events",
                0,
                offset,
                "pi_1".getBytes(StandardCharsets.UTF_8),
                "{}".getBytes(StandardCharsets.UTF_8));
    }

    private JobTurn turn(@Nullable Long limit, long done) {
        ReplayChoice choice = new ReplayChoice("stripe.events", null, null, ReplayFilter.ALL, limit, false, 50, null);
        ReplayJob job = new ReplayJob(
                ID,
                JobMode.RUN,
                JobState.RUNNING,
                choice,
                "ann",
                "a test",
                Instant.EPOCH,
                null,
                null,
                Instant.EPOCH,
                done,
                done,
                done,
                Map.of(),
                null,
                List.of());
        return new JobTurn(job, "runner", jobs, () -> false);
    }

    @Test
    void COMMITTED_MEANS_DONE_savesTheCursorAfterTheAcknowledgements() {
        run.work(turn(null, 0));
        assertThat(happened).containsExactly("published 10", "saved 110", "published 10", "saved 120", "saved 120");
    }

    @Test
    void COMMITTED_MEANS_DONE_whatWasNotAcknowledgedIsPublishedAgain() {
        doAnswer(call -> {
                    happened.add("published");
                    return List.of();
                })
                .doThrow(new PublishingException("no", new IllegalStateException()))
                .when(publisher)
                .publish(any());

        assertThatExceptionOfType(PublishingException.class).isThrownBy(() -> run.work(turn(null, 0)));

        assertThat(happened).containsExactly("published", "saved 110");
    }

    @Test
    void stopsAtItsLimitAlsoWhenItGoesOn() {
        run.work(turn(13L, 0));
        assertThat(happened).containsExactly("published 10", "saved 110", "published 3", "saved 113");
        happened.clear();

        when(jobs.ranges(ID)).thenReturn(List.of(new PartitionRange(0, 100, 110, 120)));
        run.work(turn(13L, 10));
        assertThat(happened).containsExactly("published 3", "saved 113");
        happened.clear();

        run.work(turn(13L, 13));
        assertThat(happened).isEmpty();
    }

    @Test
    void stopsBehindWhatItHasPublishedWhenItIsPaused() {
        doReturn(false).when(jobs).progress(any(), any(), any(), any(), any());
        JobTurn turn = turn(null, 0);
        run.work(turn);
        assertThat(happened).containsExactly("published 10");
        assertThat(turn.isOver()).isTrue();
    }
}
