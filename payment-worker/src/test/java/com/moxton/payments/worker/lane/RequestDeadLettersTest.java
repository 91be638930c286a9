package com.moxton.payments.worker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.worker.publish.DeadLetter;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RequestDeadLettersTest {
    private final ConsumerRecord<byte[], byte[]> record =
            new ConsumerRecord<>("payment.requests", 3, 17, new byte[] {1}, new byte[] {2, 3});

    @Test
    void saysWhatIsMalformed() {
        DeadLetter letter = RequestDeadLetters.letter(
                record, new MalformedEventException("Not a PaymentRequest: no value"), 1, Instant.EPOCH);

        assertThat(letter.reason()).isEqualTo("malformed");
        assertThat(letter.message()).isEqualTo("Not a PaymentRequest: no value");
        assertThat(letter.stage()).isEqualTo(DeadLetter.Stage.BEFORE);
    }

    /** SECRETS_STAY_SECRET: the text of an exception quotes what it tripped over. */
    @Test
    void doesNotQuoteExceptionsThatAreNotOurs() {
        DeadLetter letter =
                RequestDeadLetters.letter(record, new IllegalStateException("pi_1_secret_2"), 10, Instant.EPOCH);

        assertThat(letter.reason()).isEqualTo("failed");
        assertThat(letter.message()).doesNotContain("secret_2");
        assertThat(letter.stage()).isEqualTo(DeadLetter.Stage.DURING);
        assertThat(letter.attempts()).isEqualTo(10);
    }
}
