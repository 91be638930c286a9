package com.moxton.payments.worker.deadletter;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.Topic;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.worker.lock.SingleInstance;
import com.moxton.payments.worker.publish.PublishingException;
import com.moxton.payments.worker.publish.RecordPublisher;
import com.moxton.payments.worker.publish.ReplayedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Publishes what is marked {@code redriving}, in one instance at a time, and only then marks it {@code redriven}: a crash in
 * between has it published twice, which does no harm, and never not at all. No transaction is open meanwhile. Also sees
 * which dead letters have had their effect since.
 */
@Component
class Redrives {

    private static final Logger log = LoggerFactory.getLogger(Redrives.class);
    private static final String LOCK = "dead-letter-redrive";
    /** As many bodies are held in memory at once. */
    private static final int BATCH = 50;

    private final JdbcRedrives redrives;
    private final LetterBodies bodies;
    private final RecordPublisher publisher;
    private final SingleInstance singleInstance;
    private final DeadLetterSettings settings;
    private final AtomicBoolean atWork = new AtomicBoolean();

    Redrives(
            JdbcRedrives redrives,
            LetterBodies bodies,
            RecordPublisher publisher,
            SingleInstance singleInstance,
            DeadLetterSettings settings) {
        this.redrives = redrives;
        this.bodies = bodies;
        this.publisher = publisher;
        this.singleInstance = singleInstance;
        this.settings = settings;
    }

    /** At a fixed rate, and not with a fixed delay: tasks with a delay wait for each other on one thread. */
    @Scheduled(fixedRateString = "${payments.dead-letters.check-interval:1s}")
    void look() {
        if (!settings.enabled() || !atWork.compareAndSet(false, true)) {
            return;
        }
        try {
            if (!redrives.marked(1).isEmpty()) {
                singleInstance.run(LOCK, this::publishAll);
            }
            int resolved = redrives.resolve();
            if (resolved > 0) {
                log.atInfo().addKeyValue("letters", resolved).log("dead letters resolved");
            }
        } catch (DataAccessException | TransactionException | KafkaException | PublishingException e) {
            // Everything stays as it is marked; the next look goes on.
            log.atWarn().addKeyValue("cause", e.getClass().getSimpleName()).log("dead letters wait");
        } finally {
            atWork.set(false);
        }
    }

    private int publishAll() {
        int all = 0;
        for (List<DeadLetter> batch = redrives.marked(BATCH); !batch.isEmpty(); batch = redrives.marked(BATCH)) {
            long began = System.nanoTime();
            publish(batch);
            all += batch.size();
            pause(began + batch.size() * TimeUnit.SECONDS.toNanos(1) / settings.rate() - System.nanoTime());
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        return all;
    }

    private void publish(List<DeadLetter> batch) {
        Map<DeadLetter, ConsumerRecord<byte[], byte[]>> found = bodies.find(batch);
        List<DeadLetter> there = batch.stream().filter(found::containsKey).toList();
        List<DeadLetter> gone =
                batch.stream().filter(letter -> !found.containsKey(letter)).toList();
        redrives.reopen(ids(gone), "The log no longer holds it");
        List<Long> published = new ArrayList<>();
        try {
            publisher.publish(there.stream()
                    .map(letter -> again(letter, Objects.requireNonNull(found.get(letter))))
                    .toList());
            published.addAll(ids(there));
        } catch (PublishingException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
            for (DeadLetter letter : there) {
                if (publishAlone(letter, Objects.requireNonNull(found.get(letter)))) {
                    published.add(letter.id());
                }
            }
        }
        redrives.published(published);
        log.atInfo()
                .addKeyValue("published", published.size())
                .addKeyValue("gone", gone.size())
                .addKeyValue("first", batch.getFirst().id())
                .addKeyValue("last", batch.getLast().id())
                .log("dead letters redriven");
    }

    private boolean publishAlone(DeadLetter letter, ConsumerRecord<byte[], byte[]> record) {
        try {
            publisher.publish(List.of(again(letter, record)));
            return true;
        } catch (PublishingException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
            redrives.reopen(List.of(letter.id()), "Too large for the topic it came from");
            return false;
        }
    }

    /** The headers of the dead letter come along: a second failure counts up from its attempts, and names it. */
    static ProducerRecord<String, byte[]> again(DeadLetter letter, ConsumerRecord<byte[], byte[]> record) {
        ProducerRecord<String, byte[]> again = ReplayedRecord.of(
                record,
                letter.position().topic().equals(Topic.STRIPE_EVENTS_DLT.topicName())
                        ? Topic.STRIPE_EVENTS
                        : Topic.PAYMENT_REQUESTS,
                Objects.requireNonNull(letter.redriveId()),
                letter.forced());
        RecordHeaders.put(again.headers(), HeaderNames.DLT_REDRIVEN_FROM, letter.position());
        return again;
    }

    private static List<Long> ids(List<DeadLetter> letters) {
        return letters.stream().map(DeadLetter::id).toList();
    }

    private static void pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
