package com.moxton.payments.worker.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.worker.consume.StripeEventFixture;
import com.moxton.payments.worker.ops.OpsAudit;
import com.moxton.payments.worker.ops.OpsProblemException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A run is paused, resumed, canceled, and survives whoever carries it out. */
class JobControlIT extends ReplayIT {

    @Autowired
    private OpsAudit audit;

    @AfterEach
    void carryOn() {
        runner.start();
    }

    @Test
    void pausesAndResumes() {
        List<StripeEventFixture> events = stories(4);
        ReplayJob job = slowRun(events);
        awaitSome(job);

        assertThat(replays.act(job.id(), JobState.Act.PAUSE, ANN).state()).isEqualTo(JobState.PAUSED);
        awaitStandstill(job);
        assertThat(replays.find(job.id()).done()).isLessThan(events.size());
        assertThat(publishedBy(job)).hasSize((int) replays.find(job.id()).done());
        assertThatExceptionOfType(OpsProblemException.class)
                .isThrownBy(() -> replays.act(job.id(), JobState.Act.PAUSE, ANN))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("replay_paused"));
        replays.act(job.id(), JobState.Act.RESUME, ANN);

        ReplayJob done = completed(job);
        assertThat(publishedBy(job)).as("each once").hasSize(events.size());
        assertThat(outcomes(done)).containsExactly(Map.entry("duplicate", events.size()));
        assertThat(audit.of(job.id()))
                .extracting(OpsAudit.Entry::act, OpsAudit.Entry::userName)
                .containsExactly(
                        tuple("replay.start", "ann"), tuple("replay.pause", "ann"), tuple("replay.resume", "ann"));
    }

    @Test
    void isCanceledForGood() {
        List<StripeEventFixture> events = stories(4);
        ReplayJob job = slowRun(events);
        awaitSome(job);

        ReplayJob canceled = replays.act(job.id(), JobState.Act.CANCEL, ANN);
        awaitStandstill(job);

        assertThat(canceled.state()).isEqualTo(JobState.CANCELED);
        assertThat(canceled.finishedAt()).isNotNull();
        assertThat(publishedBy(job)).hasSizeLessThan(events.size());
        for (JobState.Act act : JobState.Act.values()) {
            assertThatExceptionOfType(OpsProblemException.class).isThrownBy(() -> replays.act(job.id(), act, ANN));
        }
    }

    @Test
    void COMMITTED_MEANS_DONE_goesOnWhereItWasWhenTheWorkerStopped() {
        List<StripeEventFixture> events = stories(4);
        ReplayJob job = slowRun(events);
        awaitSome(job);

        runner.stop();
        long done = replays.find(job.id()).done();
        assertThat(done).isPositive().isLessThan(events.size());
        assertThat(replays.find(job.id()).state()).isEqualTo(JobState.RUNNING);
        runner.start();

        completed(job);
        assertThat(publishedBy(job)).as("each once").hasSize(events.size());
    }

    @Test
    void publishesTheSameBytesUnderTheSameKeyAndSaysWhoItIs() {
        List<StripeEventFixture> events = stories(1);
        ReplayJob forced = completed(replays.start(wish("run", ordersOf(events), true), ANN));
        ReplayJob again = completed(replays.start(wish("run", ordersOf(events), false), ANN));

        assertThat(publishedBy(forced)).hasSize(3).allSatisfy(record -> {
            assertThat(record.key()).isEqualTo(events.getFirst().intentId());
            assertThat(events).anySatisfy(event -> assertThat(record.value()).isEqualTo(event.json()));
            assertThat(header(record, HeaderNames.SOURCE)).isEqualTo("replay");
            assertThat(header(record, HeaderNames.REPLAY_FORCE)).isEqualTo("true");
        });
        assertThat(publishedBy(again))
                .as("replays of replays bear no force that nobody asked for")
                .hasSize(6)
                .allSatisfy(record ->
                        assertThat(header(record, HeaderNames.REPLAY_FORCE)).isNull());
    }

    private static @Nullable String header(ConsumerRecord<?, ?> record, String name) {
        return RecordHeaders.text(record.headers(), name);
    }

    /** Four records a second, one at a time. */
    private ReplayJob slowRun(List<StripeEventFixture> events) {
        return replays.start(
                new Replays.Wish("run", null, null, null, ordersOf(events), null, null, 4, "slowly", null), ANN);
    }

    private void awaitSome(ReplayJob job) {
        awaiting().untilAsserted(() -> assertThat(replays.find(job.id()).done()).isPositive());
    }

    /** What was under way when the state changed is saved too. */
    private void awaitStandstill(ReplayJob job) {
        awaiting().until(() -> !runner.isAt(job.id()));
    }
}
