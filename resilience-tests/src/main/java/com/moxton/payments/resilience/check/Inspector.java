package com.moxton.payments.resilience.check;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.Topic;
import com.moxton.payments.resilience.check.Evidence.DeadLetter;
import com.moxton.payments.resilience.check.Evidence.LogRecord;
import com.moxton.payments.resilience.check.Evidence.Update;
import com.moxton.payments.resilience.load.SignedWebhook;
import com.moxton.payments.resilience.load.Tally;
import com.moxton.payments.resilience.parts.Installation;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Collects the evidence of one run: of orders that bear its prefix, and of all that was written since it began. */
public final class Inspector {

    private static final DateTimeFormatter SQL_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Installation installation;
    private final String prefix;
    private final Stripe stripe;
    private final TopicReader topics;
    private final Map<TopicPartition, Long> begin;
    private final int eventsBefore;
    private final String since = SQL_TIME.format(Instant.now());

    private Inspector(Installation installation, String prefix) {
        this.installation = installation;
        this.prefix = prefix;
        this.stripe = new Stripe(installation.stripe());
        this.topics = new TopicReader(installation.broker().bootstrapServers());
        this.eventsBefore = stripe.eventCount();
        this.begin = topics.ends(Stream.of(Topic.values()).map(Topic::topicName).toList());
    }

    /** @param prefix of the ids of the orders to come; before the first of them is paid */
    public static Inspector begin(Installation installation, String prefix) {
        return new Inspector(installation, prefix);
    }

    /**
     * To be called when all is {@linkplain Quiet quiet}.
     *
     * @param poison where unprocessable records were put: {@code stripe.events:3:17}
     */
    public Evidence collect(Tally tally, Set<String> poison) throws SQLException {
        try (Connection connection = installation.database().connect()) {
            RowReader rows = new RowReader(connection);
            return new Evidence(
                    stripe.intents(prefix),
                    stripe.events(eventsBefore),
                    tally.intentsByOrder(),
                    tally.paidOrders(),
                    poison,
                    log(),
                    updates(),
                    Stream.of(Topic.STRIPE_EVENTS_DLT, Topic.PAYMENT_REQUESTS_DLT)
                            .flatMap(this::deadLetters)
                            .toList(),
                    rows.orders(prefix),
                    rows.payments(prefix),
                    rows.history(prefix),
                    rows.processed(since).stream()
                            .filter(row -> !row.eventId().startsWith(SignedWebhook.ID_PREFIX))
                            .toList(),
                    rows.unansweredRequests(since));
        }
    }

    /** How often webhooks of this run were sent. */
    public int webhooksSent() {
        return stripe.attempts(eventsBefore);
    }

    private List<LogRecord> log() {
        return topics.read(Topic.STRIPE_EVENTS.topicName(), begin).stream()
                .map(polled -> new LogRecord(
                        Objects.requireNonNullElse(TopicReader.header(polled, HeaderNames.STRIPE_EVENT_ID), ""),
                        polled.partition(),
                        polled.offset()))
                .toList();
    }

    private List<Update> updates() {
        return topics.read(Topic.PAYMENT_UPDATES.topicName(), begin).stream()
                .map(Inspector::update)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .filter(update -> update.content().contains("\"" + prefix + "_"))
                .toList();
    }

    private static @Nullable Update update(ConsumerRecord<byte[], byte[]> polled) {
        if (polled.value() == null) {
            return null;
        }
        String text = new String(polled.value(), StandardCharsets.UTF_8);
        try {
            JsonNode json = JSON.readTree(text);
            return new Update(
                    json.path("paymentId").asString(""), json.path("version").asLong(0), text);
        } catch (JacksonException e) {
            // Poison of this suite. An update that can't be read is one that is missing.
            return null;
        }
    }

    private Stream<DeadLetter> deadLetters(Topic topic) {
        return topics.read(topic.topicName(), begin).stream()
                .map(polled -> new DeadLetter(
                        TopicReader.header(polled, HeaderNames.DLT_SOURCE_TOPIC)
                                + ":" + TopicReader.header(polled, HeaderNames.DLT_SOURCE_PARTITION)
                                + ":" + TopicReader.header(polled, HeaderNames.DLT_SOURCE_OFFSET),
                        TopicReader.header(polled, HeaderNames.STRIPE_EVENT_ID),
                        TopicReader.header(polled, HeaderNames.DLT_REASON) + " "
                                + TopicReader.header(polled, HeaderNames.DLT_MESSAGE)));
    }
}
