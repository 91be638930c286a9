package com.moxton.payments.events;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/**
 * What a record of {@link Topic#STRIPE_EVENTS} needs to know of its event, and no more: the rest is the consumer's
 * business, and of any API version. Whoever writes to that topic takes key and headers from here, so that all records of
 * a PaymentIntent lie in one partition.
 *
 * @param created seconds since the epoch
 * @param livemode null when the event doesn't say
 * @param account the connected account; null for the platform's own events
 * @param key of the record: the PaymentIntent's id, else that of the event's object, else the event's
 */
public record StripeEventHead(
        String id,
        String type,
        long created,
        @Nullable Boolean livemode,
        @Nullable String account,
        String key) {

    private static final JsonFactory JSON = new JsonFactory();
    /**
     * Stripe's ids, types and kinds; nothing that could break a log line. What a merchant may word freely, a coupon's id
     * for instance, is no key when it isn't like that.
     */
    private static final int LONGEST_ID = 255;

    private static final long MAX_CREATED = 99_999_999_999L;

    /**
     * @throws MalformedEventException when it is not a Stripe event; the message quotes nothing
     */
    public static StripeEventHead parse(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            Reading reading = new Reading(parser);
            reading.event();
            return reading.result();
        } catch (JacksonException e) {
            throw new MalformedEventException("The body is not well-formed JSON.");
        }
    }

    /** One pass over the tokens; no tree is built. */
    private static final class Reading {
        private final JsonParser parser;
        private @Nullable String object;
        private @Nullable String id;
        private @Nullable String type;
        private @Nullable String account;
        private @Nullable Boolean livemode;
        private long created = -1;
        private @Nullable String dataObject;
        private @Nullable String dataId;
        private @Nullable String paymentIntent;

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        void event() {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedEventException("The body is not a JSON object.");
            }
            members((name, value) -> {
                switch (name) {
                    case "object" -> object = text(value);
                    case "id" -> id = text(value);
                    case "type" -> type = text(value);
                    case "account" -> account = text(value);
                    case "created" -> created = seconds(value);
                    case "livemode" -> livemode = flag(value);
                    case "data" -> within(value, this::data);
                    default -> parser.skipChildren();
                }
            });
            if (parser.nextToken() != null) {
                throw new MalformedEventException("There is something after the JSON object.");
            }
        }

        private void data(String name, JsonToken value) {
            if (name.equals("object")) {
                within(value, this::dataObject);
            } else {
                parser.skipChildren();
            }
        }

        private void dataObject(String name, JsonToken value) {
            switch (name) {
                case "object" -> dataObject = text(value);
                case "id" -> dataId = text(value);
                // An expanded one is an object, and then its text is null.
                case "payment_intent" -> paymentIntent = text(value);
                default -> parser.skipChildren();
            }
        }

        private void within(JsonToken start, BiConsumer<String, JsonToken> member) {
            if (start == JsonToken.START_OBJECT) {
                members(member);
            } else {
                parser.skipChildren();
            }
        }

        private void members(BiConsumer<String, JsonToken> member) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                member.accept(parser.currentName(), parser.nextToken());
            }
        }

        private @Nullable String text(JsonToken value) {
            if (value != JsonToken.VALUE_STRING) {
                parser.skipChildren();
                return null;
            }
            String text = parser.getString();
            return isId(text) ? text : null;
        }

        private @Nullable Boolean flag(JsonToken value) {
            if (value.isBoolean()) {
                return parser.getBooleanValue();
            }
            // Of an array or an object the members would else be taken for the event's.
            parser.skipChildren();
            return null;
        }

        private static boolean isId(String text) {
            return !text.isEmpty()
                    && text.length() <= LONGEST_ID
                    && text.chars().allMatch(c -> c > ' ' && c <= '~');
        }

        private long seconds(JsonToken value) {
            if (value != JsonToken.VALUE_NUMBER_INT) {
                parser.skipChildren();
                return -1;
            }
            // Throws a JacksonException when it doesn't fit.
            long seconds = parser.getLongValue();
            return seconds > MAX_CREATED ? -1 : seconds;
        }

        StripeEventHead result() {
            if (!"event".equals(object) || id == null || type == null || created < 0 || dataObject == null) {
                throw new MalformedEventException(
                        "A Stripe event has an id, a type, a time of creation and an object.");
            }
            return new StripeEventHead(id, type, created, livemode, account, key(id));
        }

        private String key(String eventId) {
            if ("payment_intent".equals(dataObject) && dataId != null) {
                return dataId;
            }
            if (paymentIntent != null) {
                return paymentIntent;
            }
            return dataId == null ? eventId : dataId;
        }
    }
}
