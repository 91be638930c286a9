package com.moxton.payments.worker.publish;

import com.moxton.payments.tracing.TraceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
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
     * Waits at most as long as the producer's {@code delivery.timeout.ms}. The records bear what headers they have, and no
     * trace of ours.
     *
     * @return where they lie now
     * @throws PublishingException when one of them was not acknowledged
     */
    public List<RecordMetadata> publish(List<ProducerRecord<String, byte[]>> records) {
        return publish(records, record -> TraceSpan.NONE);
    }

    /**
     * The same, with a span for the sending of each.
     *
     * @param spans {@link TraceSpan#send} for records that are caused by what this thread is at
     */
    public List<RecordMetadata> publish(
            List<ProducerRecord<String, byte[]>> records, Function<ProducerRecord<String, byte[]>, TraceSpan> spans) {
        List<CompletableFuture<SendResult<String, byte[]>>> sent = new ArrayList<>(records.size());
        try {
            for (ProducerRecord<String, byte[]> record : records) {
                CompletableFuture<SendResult<String, byte[]>> future = send(record, spans.apply(record));
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

    private CompletableFuture<SendResult<String, byte[]>> send(ProducerRecord<String, byte[]> record, TraceSpan span) {
        if (span == TraceSpan.NONE) {
            return kafka.send(record);
        }
        try {
            CompletableFuture<SendResult<String, byte[]>> sent = kafka.send(record);
            sent.whenComplete((result, failure) -> end(span, result, failure));
            return sent;
        } catch (RuntimeException e) {
            end(span, null, e);
            throw e;
        }
    }

    private static void end(TraceSpan span, @Nullable SendResult<String, byte[]> result, @Nullable Throwable failure) {
        if (failure != null) {
            span.failed(failure);
        } else if (result != null) {
            span.sent(result.getRecordMetadata());
        }
        span.close();
    }

    private static PublishingException failed(List<ProducerRecord<String, byte[]>> records, Throwable cause) {
        return new PublishingException(
                "Kafka did not take all of %d records for %s"
                        .formatted(records.size(), records.getFirst().topic()),
                cause);
    }
}
