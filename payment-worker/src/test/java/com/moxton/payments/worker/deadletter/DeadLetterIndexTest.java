package com.moxton.payments.worker.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.moxton.payments.worker.deadletter.LetterReader.Indexed;
import com.moxton.payments.worker.jdbc.RetryingTransactions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.core.ConsumerFactory;

class DeadLetterIndexTest {

    private final List<Indexed> rows = new ArrayList<>();
    private final JdbcDeadLetters letters = mock();
    private final RetryingTransactions transactions = mock();
    private final ConsumerFactory<?, ?> consumers = mock();
    private final DeadLetterIndex index = new DeadLetterIndex(
            consumers, letters, transactions, new DeadLetterSettings(true, Duration.ofSeconds(1), 200));

    DeadLetterIndexTest() {
        when(transactions.execute(any()))
                .thenAnswer(call -> call.<Supplier<?>>getArgument(0).get());
    }

    @Test
    void NOTHING_DROPPED_whatTheTableRefusesHasABareRowAndHoldsUpNobody() {
        doAnswer(call -> {
                    List<Indexed> batch = call.getArgument(0);
                    if (batch.stream().anyMatch(letter -> "poison".equals(letter.key()))) {
                        throw new DataIntegrityViolationException("no");
                    }
                    return rows.addAll(batch);
                })
                .when(letters)
                .insert(anyList());

        index.take(List.of(record(0, "a"), record(1, "poison"), record(2, "b")));

        assertThat(rows).extracting(Indexed::key).containsExactly("a", null, "b");
        assertThat(rows).extracting(letter -> letter.position().offset()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void waitsForTheDatabase() {
        doAnswer(call -> {
                    throw new DataAccessResourceFailureException("away");
                })
                .when(letters)
                .insert(anyList());

        assertThatThrownBy(() -> index.take(List.of(record(0, "a"))))
                .as("so that the same records come again")
                .isInstanceOf(DataAccessResourceFailureException.class);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String key) {
        return new ConsumerRecord<>(
                "stripe.events.dlt", 0, offset, key.getBytes(StandardCharsets.UTF_8), new byte[] {'{', '}'});
    }
}
