package com.moxton.payments.ingress.live;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.ingress.problem.Problem;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import com.moxton.payments.tracing.Tracing;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The open streams of this instance, by the payment they follow. */
final class LiveStreams {
    private final Tracing tracing;
    private final int maxStreams;
    private final int maxPerUser;

    /** All guarded by this object's monitor, which is never held while anything waits. */
    private final Map<String, Set<LiveStream>> byIntent = new HashMap<>();

    private final Map<String, Integer> perUser = new HashMap<>();
    private int count;
    private boolean closing;

    LiveStreams(Tracing tracing, LiveSettings settings) {
        this.tracing = tracing;
        this.maxStreams = settings.maxStreams();
        this.maxPerUser = settings.maxStreamsPerUser();
    }

    /**
     * From its return on the stream gets every update of the payment. Close it, whatever comes.
     *
     * @throws ProblemException 429 when the user has too many; 503 when this instance has, or is stopping
     */
    synchronized LiveStream open(String userId, String intentId) {
        if (closing || count >= maxStreams) {
            throw new ProblemException(Problem.of(ProblemCode.UNAVAILABLE, "No more live streams here at the moment.")
                    .retryAfter(Duration.ofSeconds(2)));
        }
        if (perUser.getOrDefault(userId, 0) >= maxPerUser) {
            throw new ProblemException(Problem.of(
                            ProblemCode.TOO_MANY_STREAMS,
                            "A user may have %d live streams at once.".formatted(maxPerUser))
                    .retryAfter(Duration.ofSeconds(5)));
        }
        LiveStream stream = new LiveStream(userId, intentId, this::remove);
        byIntent.computeIfAbsent(intentId, id -> new HashSet<>()).add(stream);
        perUser.merge(userId, 1, Integer::sum);
        count++;
        return stream;
    }

    private synchronized void remove(LiveStream stream) {
        Set<LiveStream> streams = byIntent.getOrDefault(stream.intentId(), Set.of());
        if (!streams.remove(stream)) {
            return;
        }
        if (streams.isEmpty()) {
            byIntent.remove(stream.intentId());
        }
        perUser.computeIfPresent(stream.userId(), (user, open) -> open > 1 ? open - 1 : null);
        count--;
    }

    /** Takes a record of {@code payment.updates}. */
    void accept(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null || count() == 0) {
            return;
        }
        PaymentUpdate update = EventJson.read(record.value(), PaymentUpdate.class);
        if (update.intentId() != null) {
            following(update.intentId())
                    .forEach(stream -> stream.offer(new LiveUpdate(update, tracing.answer(record))));
        }
    }

    private synchronized List<LiveStream> following(String intentId) {
        return List.copyOf(byIntent.getOrDefault(intentId, Set.of()));
    }

    synchronized int count() {
        return count;
    }

    /** For the shutdown: open streams would keep the server waiting for as long as it lets them. */
    void endAll() {
        List<LiveStream> open;
        synchronized (this) {
            closing = true;
            open = byIntent.values().stream().flatMap(Set::stream).toList();
        }
        open.forEach(stream -> stream.end(LiveStream.Ending.SHUTDOWN));
    }
}
