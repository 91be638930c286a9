package com.moxton.payments.worker.enquiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class ServerTest {

    private final Server server = new Server("Kafka is away.", KafkaException.class);

    @Test
    void asksNoMoreOfOneThatIsAway() {
        AtomicInteger asked = new AtomicInteger();
        assertThat(server.ask(() -> 1).value()).isEqualTo(1);
        assertThat(server.<Integer>ask(() -> {
                            throw new KafkaException("secret detail");
                        })
                        .problem())
                .isEqualTo("Kafka is away.");

        assertThat(server.ask(asked::incrementAndGet).isThere()).isFalse();
        assertThat(asked).hasValue(0);
    }

    @Test
    void hidesNoBug() {
        assertThatThrownBy(() -> server.ask(() -> {
                    throw new IllegalStateException("a bug");
                }))
                .isInstanceOf(IllegalStateException.class);
    }
}
