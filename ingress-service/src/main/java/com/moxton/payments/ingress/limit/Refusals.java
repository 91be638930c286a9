package com.moxton.payments.ingress.limit;

import com.moxton.payments.ingress.problem.Problem;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** The answers past a limit, counted: {@code payments.ingress.refused} by {@code limit}. */
@Component
public final class Refusals {
    /** Room is a matter of moments; a pause this short spreads those who come back all the same. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final Map<Limit, Counter> counters = new EnumMap<>(Limit.class);

    public Refusals(MeterRegistry meters) {
        // All of them at the start: a counter that appears with its first refusal hides that one from increase().
        for (Limit limit : Limit.values()) {
            counters.put(
                    limit,
                    Counter.builder("payments.ingress.refused")
                            .description("Calls that were refused because of a limit")
                            .tag("limit", limit.label())
                            .register(meters));
        }
    }

    /** One caller calls too often. */
    public ProblemException tooMany(Limit limit, Duration wait) {
        count(limit);
        return new ProblemException(
                Problem.of(ProblemCode.TOO_MANY_REQUESTS, "Too many calls. Repeat this one after Retry-After.")
                        // Rounded up: whoever comes back then must not come in vain.
                        .retryAfter(wait.plusMillis(999)));
    }

    /** All callers together are more than this instance takes on. */
    ProblemException busy(Limit limit) {
        count(limit);
        return new ProblemException(
                Problem.of(ProblemCode.UNAVAILABLE, "More is under way here than can be taken on. Repeat the call.")
                        .retryAfter(MOMENT));
    }

    private void count(Limit limit) {
        Objects.requireNonNull(counters.get(limit)).increment();
    }
}
