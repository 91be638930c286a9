package com.moxton.payments.worker.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;
import org.springframework.stereotype.Component;

/** Sends records and waits until the broker has acknowledged each of them. */
@Component
public class RecordPublisher {

    private final KafkaTemplate<String, byte[]> kafka;

    RecordPublisher(KafkaTemplate<String, byte[]> kafka) {
        this.kafka = kafka;
    }

    /**
     * Waits at most as long as the producer's {@code delivery.timeout.ms}.
     *
     * @return where they lie now
     * @throws PublishingException when one of them was not acknowledged
     */
    public List<RecordMetadata> publish(List<ProducerRecord<String, byte[]>> records) {
        List<CompletableFuture<SendResult<String, byte[]>>> sent = new ArrayList<>(records.size());
        try {
            for (ProducerRecord<String, byte[]> record : records) {
                CompletableFuture<SendResult<String, byte[]>> future = kafka.send(record);
                sent.add(future);
                if (future.isCompletedExceptionally()) {
                    // Each further one would wait for max.block.ms as well.
                    break;
                }
            }
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
            return sent.stream().map(done -> done.join().getRecordMetadata()).toList();
        } catch (CompletionException e) {
            throw failed(records, e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException e) {
            throw failed(records, e);
        }
    }

    private static PublishingException failed(List<ProducerRecord<String, byte[]>> records, Throwable cause) {
        return new PublishingException(
                "Kafka did not take all of %d records for %s"
                        .formatted(records.size(), records.getFirst().topic()),
                cause);
    }
}
