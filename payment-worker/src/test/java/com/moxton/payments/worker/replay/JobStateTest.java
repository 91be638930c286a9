package com.moxton.payments.worker.replay;

import static com.moxton.payments.worker.replay.JobState.CANCELED;
import static com.moxton.payments.worker.replay.JobState.COMPLETED;
import static com.moxton.payments.worker.replay.JobState.FAILED;
import static com.moxton.payments.worker.replay.JobState.PAUSED;
import static com.moxton.payments.worker.replay.JobState.QUEUED;
import static com.moxton.payments.worker.replay.JobState.RUNNING;
import static com.moxton.payments.worker.replay.JobState.SETTLING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.moxton.payments.worker.replay.JobState.Act;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JobStateTest {

    @Test
    void anOperatorMayDoThisAndNothingElse() {
        assertThat(Act.PAUSE.from()).containsExactlyInAnyOrder(QUEUED, RUNNING);
        assertThat(Act.PAUSE.to()).isEqualTo(PAUSED);
        assertThat(Act.RESUME.from()).containsExactlyInAnyOrder(PAUSED, FAILED);
        assertThat(Act.RESUME.to()).isEqualTo(QUEUED);
        assertThat(Act.CANCEL.from()).containsExactlyInAnyOrder(QUEUED, RUNNING, PAUSED, FAILED);
        assertThat(Act.CANCEL.to()).isEqualTo(CANCELED);
    }

    @Test
    void fromTheEndNothingLeadsAway() {
        assertThat(JobState.values()).filteredOn(JobState::isEnd).containsExactly(COMPLETED, CANCELED);
        for (Act act : Act.values()) {
            assertThat(act.from()).noneMatch(JobState::isEnd);
        }
    }

    @Test
    void somebodyIsToBeAtActiveJobs() {
        assertThat(JobState.values()).filteredOn(JobState::isActive).containsExactly(QUEUED, RUNNING, SETTLING);
    }

    @Test
    void namesGoThereAndBack() {
        assertThat(Arrays.stream(JobState.values()).map(state -> JobState.fromWire(state.wireName())))
                .containsExactly(JobState.values());
        assertThat(Arrays.stream(JobMode.values()).map(mode -> JobMode.fromWire(mode.wireName())))
                .containsExactly(JobMode.values());
        assertThatIllegalArgumentException().isThrownBy(() -> JobState.fromWire("asleep"));
        assertThatIllegalArgumentException().isThrownBy(() -> JobMode.fromWire("walk"));
    }
}
