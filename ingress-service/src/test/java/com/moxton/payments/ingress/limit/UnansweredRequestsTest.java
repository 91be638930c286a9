package com.moxton.payments.ingress.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnansweredRequestsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong nanoTime = new AtomicLong();
    private final UnansweredRequests requests = new UnansweredRequests(2, new Refusals(meters), nanoTime::get);

    @Test
    void refusesTheSurplusUntilAReplyComes() {
        requests.enter("r1");
        requests.enter("r2");

        assertThatThrownBy(() -> requests.enter("r3"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.UNAVAILABLE));
        assertThat(meters.get("payments.ingress.refused")
                        .tag("limit", "requests-unanswered")
                        .counter()
                        .count())
                .isEqualTo(1);

        requests.left("r1");
        assertThatCode(() -> requests.enter("r3")).doesNotThrowAnyException();
    }

    @Test
    void repliesToOthersMakeNoRoom() {
        requests.enter("r1");
        requests.enter("r2");

        requests.left("of another instance");

        assertThatThrownBy(() -> requests.enter("r3")).isInstanceOf(ProblemException.class);
    }

    @Test
    void forgetsWhatHasNoReplyForALongTime() {
        requests.enter("r1");
        nanoTime.addAndGet(UnansweredRequests.FORGOTTEN.toNanos() / 2);
        requests.enter("r2");
        assertThatThrownBy(() -> requests.enter("r3")).isInstanceOf(ProblemException.class);

        nanoTime.addAndGet(UnansweredRequests.FORGOTTEN.toNanos() / 2);
        requests.enter("r3");

        assertThatThrownBy(() -> requests.enter("r4")).isInstanceOf(ProblemException.class);
    }
}
