package com.moxton.payments.worker.consume;

import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.worker.inbox.JdbcInbox;
import com.moxton.payments.worker.payment.Observation;
import com.moxton.payments.worker.payment.Payment;
import com.moxton.payments.worker.payment.PaymentRepository;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What the log knows of single intents. The inbox tells where their events lie, so that a few records are read and not a
 * topic.
 */
@Component
class IntentLog {

    private final StripeEventReader reader = new StripeEventReader();
    private final PaymentRepository payments;
    private final JdbcInbox inbox;
    private final LogReader log;
    private final EventRelevance relevance;

    IntentLog(PaymentRepository payments, JdbcInbox inbox, LogReader log, EventRelevance relevance) {
        this.payments = payments;
        this.inbox = inbox;
        this.log = log;
        this.relevance = relevance;
    }

    /**
     * What stands beside observations that their payments misread, by intent. Intents that show nothing wrong are not looked
     * up: for them it makes no difference.
     */
    Map<String, List<Observation>> besideMisread(Collection<Observation> observations) {
        Map<String, List<Observation>> byIntent = observations.stream()
                .collect(Collectors.groupingBy(
                        observation -> observation.intent().intentId()));
        Set<String> misread = new HashSet<>();
        for (Payment payment : payments.findByIntents(byIntent.keySet())) {
            String intentId = Objects.requireNonNull(payment.intentId());
            if (byIntent.getOrDefault(intentId, List.of()).stream().anyMatch(payment::misreads)) {
                misread.add(intentId);
            }
        }
        Map<String, List<Observation>> found = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : log.readAll(inbox.positionsOf(misread))) {
            Observation observation = observation(record);
            if (observation != null) {
                found.computeIfAbsent(observation.intent().intentId(), id -> new ArrayList<>())
                        .add(observation);
            }
        }
        return found;
    }

    private @Nullable Observation observation(ConsumerRecord<byte[], byte[]> record) {
        try {
            return relevance.relevant(reader.read(record));
        } catch (MalformedEventException e) {
            // It has a row in the inbox, so an older version could read it. It says nothing to this one.
            return null;
        }
    }
}
