package com.moxton.payments.worker.consume;

import com.moxton.payments.events.MalformedEventException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Some fields of a JSON object, as they came: text, whole numbers, booleans, null, objects. Of all else it is remembered
 * only that it was there, so that a number of a thousand digits, or a tree of a megabyte, costs nothing to pass over.
 * Types are asked for when a field is needed, and a type that doesn't fit makes the event malformed.
 */
final class EventFields {

    private static final Object NULL = new Object();
    private static final Object SOMETHING_ELSE = new Object();

    private final String path;
    private final Map<String, Object> values = new HashMap<>();

    private EventFields(String path) {
        this.path = path;
    }

    /** Which fields to keep: a tree, so that looking a name up costs the same at every depth. */
    static final class Wanted {

        private static final String ANY = "*";

        private final Map<String, Wanted> fields = new HashMap<>();

        /**
         * @param paths of the fields to keep, {@code data.object.id}; {@code *} stands for any name. Objects are entered
         *     only when their path is wanted too
         */
        static Wanted of(Set<String> paths) {
            Wanted root = new Wanted();
            for (String path : paths) {
                Wanted wanted = root;
                for (String name : path.split("\\.")) {
                    wanted = wanted.fields.computeIfAbsent(name, key -> new Wanted());
                }
            }
            return root;
        }

        private @Nullable Wanted field(String name) {
            Wanted wanted = fields.get(name);
            return wanted == null ? fields.get(ANY) : wanted;
        }
    }

    /** Reads the object that the parser stands at the beginning of. */
    static EventFields read(JsonParser parser, Wanted wanted) {
        return read(parser, "", wanted);
    }

    private static EventFields read(JsonParser parser, String path, Wanted wanted) {
        EventFields fields = new EventFields(path);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            Wanted field = wanted.field(name);
            JsonToken token = parser.nextToken();
            if (field == null) {
                parser.skipChildren();
            } else {
                fields.values.put(name, fields.value(parser, token, name, field));
            }
        }
        return fields;
    }

    private Object value(JsonParser parser, JsonToken token, String name, Wanted wanted) {
        return switch (token) {
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? SOMETHING_ELSE
                        : (Object) parser.getLongValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> NULL;
            case START_OBJECT -> read(parser, pathOf(name), wanted);
            default -> {
                parser.skipChildren();
                yield SOMETHING_ELSE;
            }
        };
    }

    private String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> malformed(name, "is missing"));
    }

    /** Empty when the field is absent or null. */
    Optional<String> optionalText(String name) {
        return optional(name, String.class, "is not text");
    }

    long number(String name) {
        return optionalNumber(name).orElseThrow(() -> malformed(name, "is missing"));
    }

    Optional<Long> optionalNumber(String name) {
        return optional(name, Long.class, "is not a whole number of 64 bits");
    }

    Optional<Boolean> optionalBoolean(String name) {
        return optional(name, Boolean.class, "is neither true nor false");
    }

    EventFields object(String name) {
        return optionalObject(name).orElseThrow(() -> malformed(name, "is missing"));
    }

    Optional<EventFields> optionalObject(String name) {
        return optional(name, EventFields.class, "is not an object");
    }

    /** The field when it is there and is text: for events whose shape is none of our business. */
    @Nullable
    String textIfAny(String name) {
        return values.get(name) instanceof String text ? text : null;
    }

    @Nullable
    EventFields objectIfAny(String name) {
        return values.get(name) instanceof EventFields fields ? fields : null;
    }

    Set<String> names() {
        return values.keySet();
    }

    private <T> Optional<T> optional(String name, Class<T> type, String complaint) {
        Object value = values.get(name);
        if (value == null || value == NULL) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw malformed(name, complaint);
        }
        return Optional.of(type.cast(value));
    }

    /** Names the field and never its value, which may be anything. */
    private MalformedEventException malformed(String name, String complaint) {
        return new MalformedEventException(pathOf(name) + " " + complaint);
    }
}
