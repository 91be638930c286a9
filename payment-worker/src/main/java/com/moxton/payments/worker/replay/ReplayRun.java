package com.moxton.payments.worker.replay;

import com.moxton.payments.worker.consume.EventSettings;
import com.moxton.payments.worker.inbox.JdbcReplayedEvents;
import com.moxton.payments.worker.lane.LaneSettings;
import com.moxton.payments.worker.publish.RecordPublisher;
import com.moxton.payments.worker.publish.ReplayedRecord;
import com.moxton.payments.worker.replay.JdbcReplayJobs.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.springframework.stereotype.Component;

/**
 * Publishes the chosen records once more: same key, same bytes, headers that say so. A cursor for each partition is saved
 * after every few of them, and only once Kafka has acknowledged them: after a crash some of them may be published twice, and
 * none is left out. Twice does no harm: an event has one effect, and a forced one has one effect for each replay.
 */
@Component
class ReplayRun implements JobWork {

    private final LogScan log;
    private final RecordChoices choices;
    private final RecordPublisher publisher;
    private final JdbcReplayJobs jobs;
    private final JdbcReplayedEvents replayed;
    private final GroupOffsets groups;

    ReplayRun(
            LogScan log,
            RecordChoices choices,
            RecordPublisher publisher,
            JdbcReplayJobs jobs,
            JdbcReplayedEvents replayed,
            GroupOffsets groups) {
        this.log = log;
        this.choices = choices;
        this.publisher = publisher;
        this.jobs = jobs;
        this.replayed = replayed;
        this.groups = groups;
    }

    @Override
    public JobMode mode() {
        return JobMode.RUN;
    }

    @Override
    public void work(JobTurn turn) {
        if (turn.job().state() != JobState.SETTLING) {
            publish(turn);
        }
        if (!turn.isOver()) {
            settle(turn);
        }
    }

    private void publish(JobTurn turn) {
        ReplayChoice choice = turn.job().choice();
        List<PartitionRange> ranges = turn.fixed(() -> ranges(choice));
        Publishing publishing = new Publishing(turn, choices.of(choice.filter()));
        if (!publishing.isFull()) {
            log.scan(choice.topic(), ranges, publishing::take);
        }
        if (!turn.isOver()) {
            turn.finish(JobState.SETTLING, Map.of());
        }
    }

    /** A dry run's, when there was one: what it showed is what is done. */
    private List<PartitionRange> ranges(ReplayChoice choice) {
        if (choice.dryRun() != null) {
            return jobs.ranges(choice.dryRun()).stream()
                    .map(range -> range.to(range.begin()))
                    .toList();
        }
        try (var consumer = log.newConsumer()) {
            return new LogRanges(consumer, choice.topic()).between(choice.from(), choice.to());
        }
    }

    /** Done when the consumer has committed past the last record: then every outcome is written down. */
    private void settle(JobTurn turn) {
        ReplayJob job = turn.job();
        String group = job.choice().isOfEvents() ? EventSettings.GROUP : LaneSettings.GROUP;
        if (groups.havePassed(group, job.choice().target().topicName(), jobs.published(job.id()))) {
            Map<String, Object> result = new TreeMap<>();
            if (job.choice().isOfEvents()) {
                result.put("outcomes", replayed.outcomes(job.id()));
            }
            turn.finish(JobState.COMPLETED, result);
        }
    }

    /** One turn's publishing. */
    private final class Publishing {

        private final JobTurn turn;
        private final RecordChoice chosen;
        private final Pacer pacer;
        private final long limit;
        private long scanned;
        private long done;

        Publishing(JobTurn turn, RecordChoice chosen) {
            ReplayChoice choice = turn.job().choice();
            this.turn = turn;
            this.chosen = chosen;
            this.pacer = new Pacer(choice.rate(), System::nanoTime, ReplayRun::sleep);
            this.limit = choice.limit() == null ? Long.MAX_VALUE : choice.limit();
            this.scanned = turn.job().scanned();
            this.done = turn.job().done();
        }

        boolean isFull() {
            return done >= limit;
        }

        boolean take(PartitionRange range, List<ConsumerRecord<byte[], byte[]>> records) {
            List<ConsumerRecord<byte[], byte[]>> wanted = chosen.of(records);
            if (wanted.size() > limit - done) {
                wanted = wanted.subList(0, (int) (limit - done));
            }
            long scannedBefore = scanned;
            for (int from = 0; from < wanted.size(); from += pacer.sliceSize()) {
                List<ConsumerRecord<byte[], byte[]>> slice =
                        wanted.subList(from, Math.min(wanted.size(), from + pacer.sliceSize()));
                pacer.await(slice.size());
                Map<Integer, Long> published = publishSlice(slice);
                done += slice.size();
                long reached = slice.getLast().offset() + 1;
                scanned = scannedBefore
                        + records.stream()
                                .filter(record -> record.offset() < reached)
                                .count();
                // After the acknowledgements and never before: a crash in between repeats the slice.
                if (!turn.progress(new Progress(scanned, done, done), range.to(reached), published)) {
                    return false;
                }
            }
            if (isFull()) {
                return false;
            }
            scanned = scannedBefore + records.size();
            return turn.progress(new Progress(scanned, done, done), range, Map.of());
        }

        private Map<Integer, Long> publishSlice(List<ConsumerRecord<byte[], byte[]>> slice) {
            Map<Integer, Long> published = new HashMap<>();
            List<ProducerRecord<String, byte[]>> records =
                    slice.stream().map(record -> replayOf(record, turn.job())).toList();
            for (RecordMetadata record : publisher.publish(records)) {
                published.merge(record.partition(), record.offset() + 1, Math::max);
            }
            return published;
        }
    }

    static ProducerRecord<String, byte[]> replayOf(ConsumerRecord<byte[], byte[]> record, ReplayJob job) {
        return ReplayedRecord.of(
                record, job.choice().target(), job.id(), job.choice().force());
    }

    private static void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
