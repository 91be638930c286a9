package com.moxton.payments.worker.enquiry;

import com.moxton.payments.worker.enquiry.Overview.Part;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final CircuitBreaker breaker;
    private final Clock clock;
    private final Fresh<Overview> overview = new Fresh<>(KEEP, this::look);
    private final Fresh<Map<String, Long>> outcomesOfDay;

    Overviews(OverviewQueries queries, KafkaLag kafka, CircuitBreaker breaker, Clock clock) {
        this.queries = queries;
        this.kafka = kafka;
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
        CompletableFuture<KafkaParts> ofKafka = new CompletableFuture<>();
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
        KafkaParts kafkaParts = ofKafka.join();
        return new Overview(
                now,
                breaker.getState().name().toLowerCase(Locale.ROOT),
                minutes,
                outcomes,
                kafkaParts.lag(),
                calls,
                kafkaParts.deadLetters(),
                parked,
                backfill);
    }

    private record KafkaParts(Part<Overview.Lag> lag, Part<Overview.DeadLetters> deadLetters) {}

    private KafkaParts askKafka() {
        Server server = new Server("Kafka is away.", KafkaException.class);
        return new KafkaParts(server.ask(kafka::lag), server.ask(kafka::deadLetters));
    }
}
