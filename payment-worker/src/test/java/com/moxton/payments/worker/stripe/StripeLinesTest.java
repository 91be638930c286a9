package com.moxton.payments.worker.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.moxton.payments.worker.retry.Backoff;
import com.moxton.payments.worker.stripe.StripeAccounts.Access;
import com.stripe.StripeClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class StripeLinesTest {

    private final StripeMeters meters = new StripeMeters(new SimpleMeterRegistry());
    private final List<Access> clients = new ArrayList<>();
    private final List<StripeGuard> guards = new ArrayList<>();
    private final List<StripeGuard> guardsOfCalls = new ArrayList<>();
    private final StripeLines lines = new StripeLines(
            new StripeAccounts("sk_test_p", List.of("acct_A:sk_test_a"), List.of("acct_X", "acct_Y")),
            this::client,
            this::guard,
            this::calls);

    private StripeClient client(Access access) {
        clients.add(access);
        return StripeClient.builder().setApiKey(access.secretKey()).build();
    }

    private StripeGuard guard() {
        StripeGuard guard = new StripeGuard(
                new StripeBreaker(50, 10, Duration.ofSeconds(10), Duration.ofSeconds(10), 3).closed(Clock.systemUTC()),
                new StripeRateLimit(100, Duration.ZERO).limiter(System::nanoTime),
                meters);
        guards.add(guard);
        return guard;
    }

    private StripeCalls calls(StripeGuard guard) {
        guardsOfCalls.add(guard);
        return new StripeCalls(
                new Retries(new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)), 1, Duration.ofSeconds(1)),
                guard,
                new StripeFailures(new AnswerReader(Clock.systemUTC())),
                meters,
                call -> {},
                Clock.systemUTC());
    }

    @Test
    void eachKeyHasItsOwnLimitAndConnectedAccountsThePlatforms() {
        lines.to(null);
        lines.to("acct_X");
        lines.to("acct_Y");
        lines.to("acct_A");

        assertThat(guards).hasSize(2);
        assertThat(guardsOfCalls).containsExactly(guards.get(0), guards.get(0), guards.get(0), guards.get(1));
        assertThat(clients)
                .containsExactly(
                        new Access("sk_test_p", null),
                        new Access("sk_test_p", "acct_X"),
                        new Access("sk_test_p", "acct_Y"),
                        new Access("sk_test_a", null));
    }

    @Test
    void aLineIsMadeOnce() {
        assertThat(lines.to("acct_X")).isSameAs(lines.to("acct_X"));
    }

    @Test
    void thereIsNoneToAnAccountWithoutAKey() {
        assertThatExceptionOfType(StripeCredentialsException.class)
                .isThrownBy(() -> lines.to("acct_Z"))
                .withMessageContaining("acct_Z");
    }

    @Test
    void endsTheWaitingOnAllLines() {
        lines.to(null);
        lines.to("acct_A");

        lines.close();

        assertThat(guards)
                .hasSize(2)
                .allSatisfy(guard -> assertThatExceptionOfType(CancellationException.class)
                        .isThrownBy(() -> guard.call(() -> "answer")));
    }
}
