package com.moxton.payments.worker.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;

class SessionLifeTest {
    private final TestClock clock = new TestClock(Instant.EPOCH);
    private final SessionLife life =
            new SessionLife(new ConsoleSettings(Duration.ofMinutes(30), Duration.ofHours(12)), clock);
    private final MockHttpSession session = new MockHttpSession();

    @Test
    void endsASessionThatNobodyUses() throws Exception {
        SessionLife.begin(session, clock.instant());
        clock.advance(Duration.ofMinutes(29));
        ask(false);
        clock.advance(Duration.ofMinutes(29));
        ask(false);
        assertThat(session.isInvalid()).isFalse();
        clock.advance(Duration.ofMinutes(31));
        ask(false);
        assertThat(session.isInvalid()).isTrue();
    }

    @Test
    void isNotFooledByAPageThatRefreshesItself() throws Exception {
        SessionLife.begin(session, clock.instant());
        for (int i = 0; i < 4 && !session.isInvalid(); i++) {
            clock.advance(Duration.ofMinutes(10));
            ask(true);
        }
        assertThat(session.isInvalid()).isTrue();
    }

    @Test
    void endsASessionThatLastsTooLong() throws Exception {
        SessionLife.begin(session, clock.instant());
        for (int i = 0; i < 36; i++) {
            clock.advance(Duration.ofMinutes(20));
            ask(false);
        }
        assertThat(session.isInvalid()).isFalse();
        clock.advance(Duration.ofMinutes(1));
        ask(false);
        assertThat(session.isInvalid()).isTrue();
    }

    private void ask(boolean byItself) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setSession(session);
        if (byItself) {
            request.addHeader(SessionLife.BY_ITSELF, "true");
        }
        life.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
    }
}
