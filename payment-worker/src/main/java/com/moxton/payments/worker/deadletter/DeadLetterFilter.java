package com.moxton.payments.worker.deadletter;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.ops.OpsProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/**
 * Which dead letters are meant: those that fit everything that is given.
 *
 * @param state {@code open}, {@code redriving}, …
 * @param topic of the dead letter, {@code stripe.events.dlt}
 * @param reason {@code orphaned}, …
 * @param type of the event or request
 * @param text what key, event id or request id begin with, or what the message or the exception's class contains
 */
public record DeadLetterFilter(
        @Nullable String state,
        @Nullable String topic,
        @Nullable String reason,
        @Nullable String type,
        @Nullable String text) {

    public static final DeadLetterFilter ALL = new DeadLetterFilter(null, null, null, null, null);

    private static final List<Topic> TOPICS = List.of(Topic.STRIPE_EVENTS_DLT, Topic.PAYMENT_REQUESTS_DLT);

    /** An empty field of a form is none. */
    public DeadLetterFilter {
        state = orNull(state);
        topic = orNull(topic);
        reason = orNull(reason);
        type = orNull(type);
        text = orNull(text);
    }

    private static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    DeadLetterFilter withState(DeadLetterState wanted) {
        return new DeadLetterFilter(wanted.wireName(), topic, reason, type, text);
    }

    /**
     * @throws OpsProblemException that names the field
     */
    void check() {
        if (state != null && DeadLetterState.fromWire(state).isEmpty()) {
            throw OpsProblemException.badInput(
                    "state",
                    "must be one of "
                            + Arrays.stream(DeadLetterState.values())
                                    .map(DeadLetterState::wireName)
                                    .collect(Collectors.joining(", ")));
        }
        if (topic != null
                && TOPICS.stream().noneMatch(known -> known.topicName().equals(topic))) {
            throw OpsProblemException.badInput(
                    "topic",
                    "must be one of " + TOPICS.stream().map(Topic::topicName).collect(Collectors.joining(", ")));
        }
        checkLength("reason", reason);
        checkLength("type", type);
        checkLength("text", text);
    }

    private static void checkLength(String field, @Nullable String value) {
        if (value != null && value.length() > 255) {
            throw OpsProblemException.badInput(field, "must have at most 255 characters");
        }
    }

    /** The conditions, each beginning with AND. */
    String sql(MapSqlParameterSource parameters) {
        List<String> conditions = new ArrayList<>();
        add(conditions, parameters, "state", state, "state = :state");
        add(conditions, parameters, "topic", topic, "dlt_topic = :topic");
        add(conditions, parameters, "reason", reason, "reason = :reason");
        // Compared as the column is: another character set would keep the index out.
        add(conditions, parameters, "type", ascii(type), "type = :type");
        if (text != null) {
            String escaped = text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
            parameters.addValue("begin", escaped + "%").addValue("within", "%" + escaped + "%");
            conditions.add("""
                    AND (record_key LIKE :begin ESCAPE '!' OR event_id LIKE :begin ESCAPE '!'
                        OR request_id LIKE :begin ESCAPE '!' OR message LIKE :within ESCAPE '!'
                        OR exception_class LIKE :within ESCAPE '!')
                    """);
        }
        return String.join("\n", conditions);
    }

    private static void add(
            List<String> conditions,
            MapSqlParameterSource parameters,
            String name,
            @Nullable String value,
            String condition) {
        if (value != null) {
            parameters.addValue(name, value);
            conditions.add("AND " + condition);
        }
    }

    /** What no such column can hold matches nothing, and is no error of the database either. */
    private static @Nullable String ascii(@Nullable String value) {
        return value == null ? null : value.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
