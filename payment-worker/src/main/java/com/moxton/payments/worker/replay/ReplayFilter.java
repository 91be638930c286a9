package com.moxton.payments.worker.replay;

import com.moxton.payments.events.EventSource;
import com.moxton.payments.worker.inbox.EventOutcome;
import com.moxton.payments.worker.ops.OpsProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which records are chosen: those that fit every list that isn't empty, and one entry of each. Absent lists are empty.
 *
 * @param types of events; {@code payment_intent.*} for all that begin so
 * @param eventIds Stripe's
 * @param intents PaymentIntent ids: the records' keys
 * @param orders whose payments the events are about, by their intents or their metadata
 * @param outcomes as {@code processed_events} has them now, or {@code unprocessed}
 * @param sources of the {@code source} header
 */
public record ReplayFilter(
        @Nullable List<String> types,
        @Nullable List<String> eventIds,
        @Nullable List<String> intents,
        @Nullable List<String> orders,
        @Nullable List<String> outcomes,
        @Nullable List<String> sources) {

    public static final String UNPROCESSED = "unprocessed";
    public static final ReplayFilter ALL = new ReplayFilter(null, null, null, null, null, null);

    static final int MOST_VALUES = 1000;
    private static final String IDENTIFIER = "[\\x21-\\x7e]{1,255}";
    private static final String TYPE = "[a-z0-9_.]{1,254}\\*?|\\*";
    private static final Set<String> OUTCOMES = knownOutcomes();
    private static final Set<String> SOURCES =
            Arrays.stream(EventSource.values()).map(EventSource::headerValue).collect(Collectors.toSet());

    private static Set<String> knownOutcomes() {
        Set<String> outcomes = new TreeSet<>(Set.of(UNPROCESSED));
        for (EventOutcome outcome : EventOutcome.values()) {
            outcomes.add(outcome.wireName());
        }
        return outcomes;
    }

    /**
     * @throws OpsProblemException that names the list
     */
    void check() {
        check("filter.types", types(), "types of events, payment_intent.* for instance", type -> type.matches(TYPE));
        check("filter.eventIds", eventIds(), "ids of events", id -> id.matches(IDENTIFIER));
        check("filter.intents", intents(), "ids of PaymentIntents", id -> id.matches(IDENTIFIER));
        check(
                "filter.orders",
                orders(),
                "ids of orders, of at most 64 characters",
                id -> id.matches("[\\x21-\\x7e]{1,64}"));
        check("filter.outcomes", outcomes, "some of " + String.join(", ", OUTCOMES), OUTCOMES::contains);
        check("filter.sources", sources(), "some of " + String.join(", ", new TreeSet<>(SOURCES)), SOURCES::contains);
    }

    private static void check(String field, @Nullable List<String> values, String wanted, Predicate<String> right) {
        if (values == null) {
            return;
        }
        if (values.size() > MOST_VALUES) {
            throw OpsProblemException.badInput(field, "must have at most %d entries".formatted(MOST_VALUES));
        }
        for (String value : values) {
            if (value == null || !right.test(value)) {
                throw OpsProblemException.badInput(field, "must be " + wanted);
            }
        }
    }

    /** Asks for what only events have. */
    boolean isAboutEvents() {
        return !(empty(types) && empty(eventIds) && empty(outcomes));
    }

    /** Asks for more than intents and orders. */
    boolean isAboutMoreThanPayments() {
        return isAboutEvents() || !empty(sources);
    }

    private static boolean empty(@Nullable List<String> values) {
        return values == null || values.isEmpty();
    }

    static boolean fits(List<String> types, String type) {
        return types.stream()
                .anyMatch(wanted -> wanted.endsWith("*")
                        ? type.startsWith(wanted.substring(0, wanted.length() - 1))
                        : type.equals(wanted));
    }
}
