package com.moxton.payments.ingress.webhook;

import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/**
 * What key and headers need of an event, and no more: the rest is the worker's business, and of any API version.
 *
 * @param created seconds since the epoch
 * @param livemode null when the event doesn't say
 * @param account the connected account; null for the platform's own events
 * @param key of the record: the PaymentIntent's id, else that of the event's object, else the event's
 */
record StripeEventHead(
        String id,
        String type,
        long created,
        @Nullable Boolean livemode,
        @Nullable String account,
        String key) {
    private static final JsonFactory JSON = new JsonFactory();
    /** Stripe's ids, types and kinds. What a merchant may word freely, a coupon's id for instance, is no key. */
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7E]{1,255}");

    private static final long MAX_CREATED = 99_999_999_999L;

    /**
     * @throws ProblemException 400 when it is not a Stripe event
     */
    static StripeEventHead parse(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            Reading reading = new Reading();
            reading.event(parser);
            return reading.result();
        } catch (JacksonException e) {
            throw notAnEvent("The body is not well-formed JSON.");
        }
    }

    private static ProblemException notAnEvent(String detail) {
        return ProblemException.of(ProblemCode.NOT_A_STRIPE_EVENT, detail);
    }

    /** One pass over the tokens; no tree is built. */
    private static final class Reading {
        private @Nullable String object;
        private @Nullable String id;
        private @Nullable String type;
        private @Nullable String account;
        private @Nullable Boolean livemode;
        private long created = -1;
        private @Nullable String dataObject;
        private @Nullable String dataId;
        private @Nullable String paymentIntent;

        void event(JsonParser parser) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw notAnEvent("The body is not a JSON object.");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "object" -> object = text(parser, value);
                    case "id" -> id = text(parser, value);
                    case "type" -> type = text(parser, value);
                    case "account" -> account = text(parser, value);
                    case "created" -> created = seconds(parser, value);
                    case "livemode" -> livemode = value.isBoolean() ? Boolean.valueOf(parser.getBooleanValue()) : null;
                    case "data" -> within(parser, value, Reading::data);
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw notAnEvent("There is something after the JSON object.");
            }
        }

        private void data(JsonParser parser, String name, JsonToken value) {
            if (name.equals("object")) {
                within(parser, value, Reading::dataObject);
            } else {
                parser.skipChildren();
            }
        }

        private void dataObject(JsonParser parser, String name, JsonToken value) {
            switch (name) {
                case "object" -> dataObject = text(parser, value);
                case "id" -> dataId = text(parser, value);
                // An expanded one is an object, and then its text is null.
                case "payment_intent" -> paymentIntent = text(parser, value);
                default -> parser.skipChildren();
            }
        }

        private interface Member {
            void read(Reading reading, JsonParser parser, String name, JsonToken value);
        }

        private void within(JsonParser parser, JsonToken start, Member member) {
            if (start != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                member.read(this, parser, name, parser.nextToken());
            }
        }

        private static @Nullable String text(JsonParser parser, JsonToken value) {
            if (value != JsonToken.VALUE_STRING) {
                parser.skipChildren();
                return null;
            }
            String text = parser.getString();
            return ID.matcher(text).matches() ? text : null;
        }

        private static long seconds(JsonParser parser, JsonToken value) {
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
                throw notAnEvent("A Stripe event has an id, a type, a time of creation and an object.");
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
