package com.moxton.payments.worker.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down whoever guesses passwords: after a few failures from an address each further one has it wait twice as long,
 * up to a minute. Nobody is locked out for good, and the operator at another address not at all. Kept in memory, for a
 * bounded number of addresses.
 */
final class SignInAttempts {

    static final int FREE = 5;
    static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);
    private static final int MOST_ADDRESSES = 1000;

    private final Clock clock;
    private final Map<String, Failures> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    private record Failures(int count, Instant last) {

        Duration pause() {
            if (count < FREE) {
                return Duration.ZERO;
            }
            Duration pause = Duration.ofSeconds(1L << Math.min(count - FREE, 10));
            return pause.compareTo(LONGEST_WAIT) < 0 ? pause : LONGEST_WAIT;
        }
    }

    SignInAttempts(Clock clock) {
        this.clock = clock;
    }

    /** How long this address has to wait before its next try is looked at. */
    synchronized Duration toWait(String address) {
        Failures failures = byAddress.get(address);
        if (failures == null) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), failures.last().plus(failures.pause()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** @return how many there have been from this address lately */
    synchronized int failed(String address) {
        Instant now = clock.instant();
        Failures before = byAddress.get(address);
        int count = before == null || before.last().plus(FORGOTTEN).isBefore(now) ? 1 : before.count() + 1;
        byAddress.put(address, new Failures(count, now));
        return count;
    }

    synchronized void succeeded(String address) {
        byAddress.remove(address);
    }
}
