package com.moxton.payments.worker.deadletter;

import com.moxton.payments.worker.consume.LogReader;
import com.moxton.payments.worker.inbox.LogPosition;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.springframework.stereotype.Component;

/** The records that dead letters are, read again where they lie. */
@Component
class LetterBodies {

    private final LogReader log;

    LetterBodies(LogReader log) {
        this.log = log;
    }

    /**
     * Those that the log still holds. A dead letter that was too large with all its headers has no body, and then that of
     * its source stands in, if there is one.
     *
     * @throws org.apache.kafka.common.KafkaException when Kafka doesn't answer; worth a retry
     */
    Map<DeadLetter, ConsumerRecord<byte[], byte[]>> find(Collection<DeadLetter> letters) {
        Map<LogPosition, ConsumerRecord<byte[], byte[]>> records =
                read(letters.stream().map(DeadLetter::position).toList());
        Map<LogPosition, ConsumerRecord<byte[], byte[]>> sources = read(letters.stream()
                .filter(letter -> {
                    var record = records.get(letter.position());
                    return record != null && record.value() == null;
                })
                .map(DeadLetter::source)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        Map<DeadLetter, ConsumerRecord<byte[], byte[]>> found = new HashMap<>();
        for (DeadLetter letter : letters) {
            ConsumerRecord<byte[], byte[]> record = records.get(letter.position());
            if (record == null) {
                continue;
            }
            if (record.value() != null || letter.source() == null) {
                found.put(letter, record);
                continue;
            }
            ConsumerRecord<byte[], byte[]> source = sources.get(letter.source());
            if (source != null) {
                found.put(letter, withValue(record, source.value()));
            }
        }
        return found;
    }

    private Map<LogPosition, ConsumerRecord<byte[], byte[]>> read(List<LogPosition> positions) {
        List<LogPosition> sorted = positions.stream()
                .sorted(Comparator.comparing(LogPosition::topic)
                        .thenComparing(LogPosition::partition)
                        .thenComparing(LogPosition::offset))
                .toList();
        Map<LogPosition, ConsumerRecord<byte[], byte[]>> found = new HashMap<>();
        log.readAll(sorted).forEach(record -> found.put(LetterReader.positionOf(record), record));
        return found;
    }

    private static ConsumerRecord<byte[], byte[]> withValue(ConsumerRecord<byte[], byte[]> letter, byte[] value) {
        ConsumerRecord<byte[], byte[]> whole =
                new ConsumerRecord<>(letter.topic(), letter.partition(), letter.offset(), letter.key(), value);
        for (Header header : letter.headers()) {
            whole.headers().add(header);
        }
        return whole;
    }
}
