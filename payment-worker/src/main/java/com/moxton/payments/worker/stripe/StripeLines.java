package com.moxton.payments.worker.stripe;

import com.moxton.payments.worker.stripe.StripeAccounts.Access;
import com.stripe.StripeClient;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A line to each account: a client that bears its key, and the header {@code Stripe-Account} where it is a connected one, so
 * that no call can leave it out. The rate limit goes with the key, for Stripe counts the calls of an account, and what a
 * platform calls for its connected accounts may be counted as its own.
 */
final class StripeLines implements AutoCloseable {

    private final StripeAccounts accounts;
    private final Function<Access, StripeClient> clients;
    private final Supplier<StripeGuard> guards;
    private final Function<StripeGuard, StripeCalls> calls;

    private final Map<String, StripeGuard> guardOfKey = new HashMap<>();
    private final Map<Access, Line> lines = new HashMap<>();

    /**
     * @param guards a new one for each key
     * @param calls through a guard
     */
    StripeLines(
            StripeAccounts accounts,
            Function<Access, StripeClient> clients,
            Supplier<StripeGuard> guards,
            Function<StripeGuard, StripeCalls> calls) {
        this.accounts = accounts;
        this.clients = clients;
        this.guards = guards;
        this.calls = calls;
    }

    record Line(StripeClient client, StripeCalls calls) {}

    /**
     * @param account null for the one without a name
     * @throws StripeCredentialsException when there is no key for it
     */
    synchronized Line to(@Nullable String account) {
        Access access = accounts.access(account);
        if (access == null) {
            throw new StripeCredentialsException("There is no key for the Stripe account " + account, null);
        }
        return lines.computeIfAbsent(access, this::line);
    }

    private Line line(Access access) {
        StripeGuard guard = guardOfKey.computeIfAbsent(access.secretKey(), key -> guards.get());
        return new Line(clients.apply(access), calls.apply(guard));
    }

    @Override
    public synchronized void close() {
        guardOfKey.values().forEach(StripeGuard::close);
    }
}
