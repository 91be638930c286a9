package com.moxton.payments.worker.deadletter;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.consume.EventLoop;
import com.moxton.payments.worker.deadletter.LetterReader.Indexed;
import com.moxton.payments.worker.jdbc.RetryingTransactions;
import com.moxton.payments.worker.retry.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Writes a row for each record of the dead-letter topics, once, however often it reads it: their offsets are committed after
 * the rows. While the database is away it waits. A record that the table won't take gets a row that says only where it lies,
 * and holds up nothing.
 */
@Component
class DeadLetterIndex implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterIndex.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));
    private static final int BATCH = 200;
    /** Bodies are fetched along with the headers: this is what they may take in memory. */
    private static final int FETCH_BYTES = 8 * 1024 * 1024;

    private final ConsumerFactory<?, ?> consumerFactory;
    private final JdbcDeadLetters letters;
    private final RetryingTransactions transactions;
    private final DeadLetterSettings settings;
    private @Nullable EventLoop loop;
    private @Nullable Thread thread;

    DeadLetterIndex(
            ConsumerFactory<?, ?> consumerFactory,
            JdbcDeadLetters letters,
            RetryingTransactions transactions,
            DeadLetterSettings settings) {
        this.consumerFactory = consumerFactory;
        this.letters = letters;
        this.transactions = transactions;
        this.settings = settings;
    }

    @Override
    public boolean isAutoStartup() {
        return settings.enabled();
    }

    @Override
    public synchronized void start() {
        loop = new EventLoop(
                "dead-letters",
                List.of(Topic.STRIPE_EVENTS_DLT.topicName(), Topic.PAYMENT_REQUESTS_DLT.topicName()),
                this::newConsumer,
                this::take,
                BACKOFF);
        thread = Thread.ofPlatform().name("dead-letters").start(loop);
    }

    @Override
    public synchronized void stop() {
        if (loop != null && thread != null) {
            loop.stop();
            try {
                if (!thread.join(STOP_TIMEOUT)) {
                    log.warn("the index of dead letters is still at work and is left behind");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        loop = null;
        thread = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    /**
     * @throws RuntimeException when the database is away: the same records come again
     */
    void take(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Indexed> read = records.stream().map(LetterReader::read).toList();
        try {
            insert(read);
            return;
        } catch (RuntimeException e) {
            if (mayHeal(e)) {
                throw e;
            }
        }
        for (int i = 0; i < read.size(); i++) {
            takeAlone(records.get(i), read.get(i));
        }
    }

    private void takeAlone(ConsumerRecord<byte[], byte[]> record, Indexed read) {
        for (Indexed letter : List.of(read, LetterReader.bare(record))) {
            try {
                insert(List.of(letter));
                return;
            } catch (RuntimeException e) {
                if (mayHeal(e)) {
                    throw e;
                }
                log.atError()
                        .addKeyValue("position", letter.position())
                        .addKeyValue("cause", e.getClass().getSimpleName())
                        .log("dead letter can't be indexed as it is");
            }
        }
    }

    private void insert(List<Indexed> read) {
        transactions.execute(() -> {
            letters.insert(read);
            return true;
        });
    }

    private static boolean mayHeal(RuntimeException e) {
        return e instanceof TransactionException
                || (e instanceof DataAccessException && !(e instanceof DataIntegrityViolationException));
    }

    @SuppressWarnings("unchecked")
    private Consumer<byte[], byte[]> newConsumer() {
        Properties properties = new Properties();
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(BATCH));
        properties.setProperty(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(FETCH_BYTES));
        properties.setProperty(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.setProperty(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.setProperty(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        return (Consumer<byte[], byte[]>)
                consumerFactory.createConsumer(DeadLetterSettings.GROUP, null, "-dead-letters", properties);
    }
}
