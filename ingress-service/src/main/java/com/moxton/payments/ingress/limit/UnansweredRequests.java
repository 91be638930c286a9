package com.moxton.payments.ingress.limit;

import com.moxton.payments.ingress.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Bounds what this instance has put into the log and has no reply to: the calls that wait, and those that were told to come
 * again later. Without it a worker that is slower than its customers gets an ever longer queue, and everybody waits for all
 * who came before. Past it the surplus is refused, and what was taken on has its answer in a time that the bound sets.
 */
@Component
public final class UnansweredRequests {
    /** A worker that is away answers nobody: then so many may be taken on in each such time. */
    static final Duration FORGOTTEN = Duration.ofMinutes(1);

    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final int most;
    private final Refusals refusals;
    private final LongSupplier nanoTime;
    private final Map<String, Long> since = new ConcurrentHashMap<>();
    private final AtomicLong swept;

    @Autowired
    UnansweredRequests(OverloadSettings settings, Connections connections, Refusals refusals, MeterRegistry meters) {
        this(connections.atMostAQuarter(settings.requestsUnanswered()), refusals, System::nanoTime);
        meters.gauge("payments.ingress.requests.unanswered", since, Map::size);
    }

    UnansweredRequests(int most, Refusals refusals, LongSupplier nanoTime) {
        this.most = most;
        this.refusals = refusals;
        this.nanoTime = nanoTime;
        this.swept = new AtomicLong(nanoTime.getAsLong());
    }

    /**
     * Before the request is published.
     *
     * @throws ProblemException 503 when there are too many
     */
    public void enter(String requestId) {
        if (since.size() >= most) {
            forget();
            if (since.size() >= most) {
                throw refusals.busy(Limit.REQUESTS_UNANSWERED);
            }
        }
        since.put(requestId, nanoTime.getAsLong());
    }

    /** There is a reply, or it is known that there will be none. Of other instances' requests too. */
    public void left(String requestId) {
        since.remove(requestId);
    }

    private void forget() {
        long now = nanoTime.getAsLong();
        long before = swept.get();
        if (now - before >= SWEEP.toNanos() && swept.compareAndSet(before, now)) {
            since.values().removeIf(entered -> now - entered >= FORGOTTEN.toNanos());
        }
    }
}
