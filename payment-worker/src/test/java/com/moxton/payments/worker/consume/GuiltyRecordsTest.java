package com.moxton.payments.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.publish.DeadLetter;
import com.moxton.payments.worker.publish.DeadLetterPublisher;
import com.moxton.payments.worker.publish.PublishingException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;

class GuiltyRecordsTest {

    private final EventIntake intake = mock();
    private final DeadLetterPublisher deadLetters = mock();
    private final List<DeadLetter> letters = new ArrayList<>();
    private final List<Long> taken = new ArrayList<>();
    private final Map<Long, RuntimeException> guilty = new HashMap<>();
    private final GuiltyRecords records = new GuiltyRecords(
            intake,
            deadLetters,
            new EventMetrics(new SimpleMeterRegistry(), Clock.systemUTC()),
            Clock.systemUTC(),
            settings());

    @BeforeEach
    void play() {
        doAnswer(call -> {
                    List<ConsumerRecord<byte[], byte[]>> batch = call.getArgument(0);
                    for (var record : batch) {
                        RuntimeException failure = guilty.get(record.offset());
                        if (failure != null) {
                            throw failure;
                        }
                    }
                    batch.forEach(record -> taken.add(record.offset()));
                    return null;
                })
                .when(intake)
                .take(anyList());
        doAnswer(call -> letters.addAll((Collection<? extends DeadLetter>) call.getArgument(1)))
                .when(deadLetters)
                .publish(eq(Topic.STRIPE_EVENTS_DLT), anyList());
    }

    @Test
    void NOTHING_DROPPED_guiltyRecordsGoAloneAndTheRestGoesOn() {
        guilty.put(3L, new IllegalStateException("a bug"));
        guilty.put(
                64L, new DataIntegrityViolationException("too long", new SQLException("quotes data", "22001", 1406)));
        records.take(batch(100));
        assertThat(taken).hasSize(98).doesNotContain(3L, 64L);
        assertThat(letters)
                .satisfiesExactly(
                        letter -> {
                            assertThat(letter.source().offset()).isEqualTo(3);
                            assertThat(letter.reason()).isEqualTo("failed");
                            assertThat(letter.attempts()).isEqualTo(3);
                            assertThat(letter.message()).isEqualTo("Processing failed with IllegalStateException");
                        },
                        letter -> {
                            assertThat(letter.source().offset()).isEqualTo(64);
                            assertThat(letter.message())
                                    .isEqualTo("The database refused it: error 1406, SQL state 22001");
                        });
    }

    @Test
    void recordThatFailedOnlyOnceGoesOn() {
        doThrow(new DuplicateKeyException("a race"))
                .doReturn(new SettledBatch(Map.of(), Set.of(), Set.of(), List.of(), List.of(), Set.of()))
                .when(intake)
                .take(anyList());
        records.take(batch(1));
        verify(deadLetters, never()).publish(any(), anyList());
    }

    static List<RuntimeException> healing() {
        return List.of(
                new DataAccessResourceFailureException("connection refused"),
                new CannotCreateTransactionException("no connection"),
                new CannotAcquireLockException("lock wait timeout"),
                new UncategorizedSQLException("commit", null, new SQLException("read only", "HY000", 1290)),
                new BadSqlGrammarException("insert", "sql", new SQLException("no permission", "42000", 1142)),
                new PublishingException("Kafka is away", new IllegalStateException()),
                new org.apache.kafka.common.errors.TimeoutException("Kafka is away"));
    }

    @ParameterizedTest
    @MethodSource("healing")
    void whatMayHealIsNoRecordsFault(RuntimeException outside) {
        guilty.put(3L, outside);
        assertThatExceptionOfType(outside.getClass()).isThrownBy(() -> records.take(batch(10)));
        assertThatExceptionOfType(outside.getClass())
                .isThrownBy(() -> records.take(batch(10).subList(3, 4)));
        assertThat(letters).isEmpty();
    }

    @Test
    void healingTroubleDuringTheSearchEndsIt() {
        guilty.put(3L, new IllegalStateException("a bug"));
        guilty.put(7L, new DataAccessResourceFailureException("connection refused"));
        assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(() -> records.take(batch(10)));
        assertThat(taken).doesNotContain(3L, 7L);
    }

    private static List<ConsumerRecord<byte[], byte[]>> batch(int size) {
        return LongStream.range(0, size)
                .mapToObj(offset -> new ConsumerRecord<>("stripe.events", 0, offset, new byte[0], new byte[0]))
                .toList();
    }

    private static EventSettings settings() {
        return new EventSettings(
                true,
                500,
                1,
                null,
                Duration.ofSeconds(10),
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                3,
                null,
                new EventSettings.Parking(List.of(Duration.ofSeconds(1)), Duration.ofSeconds(1)));
    }
}
