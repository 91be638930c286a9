package com.moxton.payments.worker.enquiry;

import com.moxton.payments.worker.deadletter.DeadLetterState;
import com.moxton.payments.worker.deadletter.DeadLetters;
import com.moxton.payments.worker.enquiry.Overview.Part;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/** Puts the {@link Overview} together: of the same moment for all who ask within two seconds. */
@Service
public class Overviews {

    private static final Duration KEEP = Duration.ofSeconds(2);
    private static final Duration KEEP_DAY = Duration.ofSeconds(30);

    private final OverviewQueries queries;
    private final KafkaLag kafka;
    private final DeadLetters deadLetters;
    private final CircuitBreaker breaker;
    private final Clock clock;
    private final Fresh<Overview> overview = new Fresh<>(KEEP, this::look);
    private final Fresh<Map<String, Long>> outcomesOfDay;

    Overviews(OverviewQueries queries, KafkaLag kafka, DeadLetters deadLetters, CircuitBreaker breaker, Clock clock) {
        this.queries = queries;
        this.kafka = kafka;
        this.deadLetters = deadLetters;
        this.breaker = breaker;
        this.clock = clock;
        this.outcomesOfDay = new Fresh<>(
                KEEP_DAY, () -> queries.outcomesSince(clock.instant().minus(Duration.ofDays(1))));
    }

    /** Never fails, and takes seconds at the most, whatever is away. */
    public Overview now() {
        return overview.get();
    }

    private Overview look() {
        Instant now = clock.instant();
        // Side by side: should both servers be away, one waits for the slower of the two.
        CompletableFuture<Part<Overview.Lag>> ofKafka = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                ofKafka.complete(askKafka());
            } catch (RuntimeException e) {
                ofKafka.completeExceptionally(e);
            }
        });
        Server database = new Server("The database is away.", DataAccessException.class, TransactionException.class);
        Part<List<Overview.Minute>> minutes = database.ask(() -> queries.minutesBefore(now));
        Part<Overview.Outcomes> outcomes = database.ask(() ->
                new Overview.Outcomes(queries.outcomesSince(now.minus(Duration.ofHours(1))), outcomesOfDay.get()));
        Part<List<Overview.StripeCalls>> calls = database.ask(() -> queries.stripeCallsBefore(now));
        Part<Overview.Parked> parked = database.ask(queries::parked);
        Part<Overview.Backfill> backfill = database.ask(queries::backfill);
        Part<Overview.DeadLetters> letters = database.ask(this::openLetters);
        return new Overview(
                now,
                breaker.getState().name().toLowerCase(Locale.ROOT),
                minutes,
                outcomes,
                ofKafka.join(),
                calls,
                letters,
                parked,
                backfill);
    }

    private Overview.DeadLetters openLetters() {
        Map<String, Long> byTopic = new TreeMap<>();
        deadLetters.counts().stream()
                .filter(count -> count.state().equals(DeadLetterState.OPEN.wireName()))
                .forEach(count -> byTopic.merge(count.topic(), count.letters(), Long::sum));
        return new Overview.DeadLetters(
                byTopic.values().stream().mapToLong(Long::longValue).sum(), byTopic);
    }

    private Part<Overview.Lag> askKafka() {
        return new Server("Kafka is away.", KafkaException.class).ask(kafka::lag);
    }
}
