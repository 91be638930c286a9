package com.moxton.payments.ingress.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.ingress.problem.ProblemCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class GuardedRequestTest {
    private static final int MEMORY = 100_000;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final BodyMemory memory = new BodyMemory(MEMORY);
    private final Semaphore slots = new Semaphore(1);

    @Test
    void takesASlotWhenTheBodyIsHereAndNotBefore() throws Exception {
        try (GuardedRequest request = request(10, Duration.ofSeconds(10))) {
            request.getInputStream().readNBytes(9);
            assertThat(slots.availablePermits()).isEqualTo(1);

            request.getInputStream().readNBytes(1);

            assertThat(slots.availablePermits()).isZero();
        }
        assertThat(slots.availablePermits()).isEqualTo(1);
    }

    @Test
    void takesASlotAtTheEndOfABodyWhoseLengthNobodyAnnounced() throws Exception {
        MockHttpServletRequest chunked = new MockHttpServletRequest() {
            @Override
            public long getContentLengthLong() {
                return -1;
            }
        };
        chunked.setContent(new byte[10]);
        try (GuardedRequest request = guarded(chunked, Duration.ofSeconds(10))) {
            request.getInputStream().readNBytes(10);
            assertThat(slots.availablePermits()).isEqualTo(1);

            request.getInputStream().readAllBytes();

            assertThat(slots.availablePermits()).isZero();
        }
    }

    @Test
    void refusesWhenThereIsNoSlotLeft() throws Exception {
        slots.acquire();

        try (GuardedRequest request = request(10, Duration.ofSeconds(10))) {
            assertThatThrownBy(() -> request.getInputStream().readAllBytes())
                    .hasMessage(ProblemCode.UNAVAILABLE.code());
        }
        assertThat(slots.availablePermits()).isZero();
        assertThat(meters.get("payments.ingress.refused")
                        .tag("limit", "webhooks-in-flight")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void paysForWhatArrivedBeyondTheFreeShare() throws Exception {
        try (GuardedRequest request = request(50_000, Duration.ofSeconds(10))) {
            request.getInputStream().readNBytes(GuardedRequest.FREE);
            assertThat(memory.held()).isZero();

            request.getInputStream().readAllBytes();

            assertThat(memory.held()).isEqualTo(50_000 - GuardedRequest.FREE);
        }
        assertThat(memory.held()).isZero();
    }

    @Test
    void refusesLargeBodiesWhenMemoryIsUsedUpAndStillTakesSmallOnes() throws Exception {
        try (GuardedRequest first = request(MEMORY, Duration.ofSeconds(10));
                GuardedRequest large = request(MEMORY, Duration.ofSeconds(10));
                GuardedRequest small = request(GuardedRequest.FREE, Duration.ofSeconds(10))) {
            // All but the end, which takes the only slot.
            first.getInputStream().readNBytes(MEMORY - 1);

            assertThatThrownBy(() -> large.getInputStream().readAllBytes()).hasMessage(ProblemCode.UNAVAILABLE.code());
            assertThat(small.getInputStream().readAllBytes()).hasSize(GuardedRequest.FREE);
        }
        assertThat(memory.held()).isZero();
    }

    @Test
    void givesUpOnABodyThatTakesTooLong() throws Exception {
        try (GuardedRequest request = request(10, Duration.ofNanos(1))) {
            assertThatThrownBy(() -> request.getInputStream().readAllBytes())
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    private GuardedRequest request(int bytes, Duration time) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setContent(new byte[bytes]);
        return guarded(request, time);
    }

    private GuardedRequest guarded(MockHttpServletRequest request, Duration time) {
        return new GuardedRequest(request, time, memory, slots, new Refusals(meters));
    }
}
