package com.moxton.payments.worker.stripe;

import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.worker.stripe.StripeEventLog.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/**
 * Cuts a page of {@code GET /v1/events} into its events, each in the very characters that Stripe wrote. To read and write
 * them again would lose digits, escapes or the order of fields one day.
 */
final class EventPageReader {

    private static final JsonFactory JSON = new JsonFactory();

    private EventPageReader() {}

    /**
     * @param last id of the page's last event, whether its type is covered or not; null when the page is empty
     */
    record Cut(List<Entry> events, @Nullable String last, boolean more) {}

    /**
     * @throws MalformedEventException when it is no page of events; the message quotes nothing
     */
    static Cut cut(String body, EventTypes types) {
        List<Entry> events = new ArrayList<>();
        @Nullable String last = null;
        @Nullable Boolean more = null;
        boolean hasData = false;
        try (JsonParser parser = JSON.createParser(body)) {
            expect(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("has_more")) {
                    more = parser.getBooleanValue();
                } else if (name.equals("data") && value == JsonToken.START_ARRAY) {
                    hasData = true;
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        Entry event = event(parser, body);
                        last = event.id();
                        if (types.cover(event.type())) {
                            events.add(event);
                        }
                    }
                    expect(parser.currentToken() == JsonToken.END_ARRAY);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            // No message of Jackson's: it quotes the source, and that may hold a client secret.
            throw new MalformedEventException(
                    "Not a page of events: " + e.getClass().getSimpleName());
        }
        expect(hasData && more != null);
        return new Cut(events, last, Boolean.TRUE.equals(more));
    }

    private static Entry event(JsonParser parser, String body) {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        @Nullable String id = null;
        @Nullable String type = null;
        long created = -1;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "id" -> id = parser.getString();
                case "type" -> type = parser.getString();
                case "created" -> {
                    expect(value == JsonToken.VALUE_NUMBER_INT);
                    created = parser.getLongValue();
                }
                default -> parser.skipChildren();
            }
        }
        // To the end of the closing brace.
        int end = (int) parser.currentLocation().getCharOffset();
        if (id == null || type == null || created < 0) {
            throw new MalformedEventException("Not a page of events: one lacks id, type or created");
        }
        byte[] json = body.substring(start, end).getBytes(StandardCharsets.UTF_8);
        return new Entry(id, type, Instant.ofEpochSecond(created), json);
    }

    private static void expect(boolean condition) {
        if (!condition) {
            throw new MalformedEventException("Not a page of events");
        }
    }
}
