package com.moxton.payments.worker.replay;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.worker.consume.StripeEventReader;
import com.moxton.payments.worker.payment.IntentSnapshot;
import com.moxton.payments.worker.payment.Observation;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Which records a filter means. Key and headers tell nearly everything; a body is read only for an order's id, and for
 * records without headers.
 */
final class RecordChoice {

    private final List<String> types;
    private final Set<String> eventIds;
    private final Set<String> intents;
    private final Set<String> orders;
    private final Set<String> intentsOfOrders;
    private final Set<String> outcomes;
    private final Set<String> sources;
    private final Function<Collection<String>, Map<String, String>> outcomesOf;
    private final StripeEventReader reader = new StripeEventReader();

    /**
     * @param intentsOfOrders intents of the filter's orders, as far as their payments are known
     * @param outcomesOf of those of the given events that were processed, by event id
     */
    RecordChoice(
            ReplayFilter filter,
            Collection<String> intentsOfOrders,
            Function<Collection<String>, Map<String, String>> outcomesOf) {
        this.types = orNone(filter.types());
        this.eventIds = Set.copyOf(orNone(filter.eventIds()));
        this.intents = Set.copyOf(orNone(filter.intents()));
        this.orders = Set.copyOf(orNone(filter.orders()));
        this.intentsOfOrders = Set.copyOf(intentsOfOrders);
        this.outcomes = Set.copyOf(orNone(filter.outcomes()));
        this.sources = Set.copyOf(orNone(filter.sources()));
        this.outcomesOf = outcomesOf;
    }

    private static List<String> orNone(@Nullable List<String> values) {
        return values == null ? List.of() : values.stream().distinct().toList();
    }

    /** In the order given. Records without a body never count: there is nothing in them to publish again. */
    List<ConsumerRecord<byte[], byte[]>> of(List<ConsumerRecord<byte[], byte[]>> records) {
        List<ConsumerRecord<byte[], byte[]>> chosen =
                records.stream().filter(this::isChosen).toList();
        return outcomes.isEmpty() || chosen.isEmpty() ? chosen : withOutcome(chosen);
    }

    private boolean isChosen(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return false;
        }
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        return (sources.isEmpty() || fits(sources, RecordHeaders.text(record.headers(), HeaderNames.SOURCE)))
                && (intents.isEmpty() || intents.contains(key))
                && (eventIds.isEmpty() || fits(eventIds, eventId(record)))
                && (types.isEmpty() || fitsType(record))
                && (orders.isEmpty() || isOfOrder(key, record));
    }

    private static boolean fits(Set<String> wanted, @Nullable String value) {
        return value != null && wanted.contains(value);
    }

    private boolean fitsType(ConsumerRecord<byte[], byte[]> record) {
        String type = RecordHeaders.text(record.headers(), HeaderNames.STRIPE_EVENT_TYPE);
        if (type == null) {
            StripeEventHead head = head(record);
            type = head == null ? null : head.type();
        }
        return type != null && ReplayFilter.fits(types, type);
    }

    /** By the header; a record that was published by other means may have none. */
    static @Nullable String eventId(ConsumerRecord<byte[], byte[]> record) {
        String id = RecordHeaders.text(record.headers(), HeaderNames.STRIPE_EVENT_ID);
        if (id != null) {
            return id;
        }
        StripeEventHead head = head(record);
        return head == null ? null : head.id();
    }

    private static @Nullable StripeEventHead head(ConsumerRecord<byte[], byte[]> record) {
        try {
            return StripeEventHead.parse(record.value());
        } catch (MalformedEventException e) {
            return null;
        }
    }

    private boolean isOfOrder(String key, ConsumerRecord<byte[], byte[]> record) {
        if (orders.contains(key) || intentsOfOrders.contains(key)) {
            return true;
        }
        return fits(orders, orderId(record));
    }

    private @Nullable String orderId(ConsumerRecord<byte[], byte[]> record) {
        try {
            Observation observation = reader.read(record).observation();
            return observation == null ? null : observation.intent().metadata().get(IntentSnapshot.ORDER_ID);
        } catch (MalformedEventException e) {
            return null;
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> withOutcome(List<ConsumerRecord<byte[], byte[]>> records) {
        Set<String> ids = new HashSet<>();
        records.forEach(record -> {
            String id = eventId(record);
            if (id != null) {
                ids.add(id);
            }
        });
        Map<String, String> known = outcomesOf.apply(ids);
        return records.stream()
                .filter(record -> {
                    String id = eventId(record);
                    return outcomes.contains(
                            id == null ? ReplayFilter.UNPROCESSED : known.getOrDefault(id, ReplayFilter.UNPROCESSED));
                })
                .toList();
    }
}
