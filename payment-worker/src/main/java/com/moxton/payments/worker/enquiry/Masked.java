package com.moxton.payments.worker.enquiry;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.worker.ops.MaskedJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** Values of the tables as they may be shown. */
final class Masked {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Masked() {}

    /** A JSON column. What can't be read as JSON, or was cut because it is long, is a text. */
    static JsonNode json(@Nullable String column) {
        String text = MaskedJson.of(column == null ? null : column.getBytes(StandardCharsets.UTF_8));
        try {
            return column == null ? MAPPER.nullNode() : MAPPER.readTree(text);
        } catch (JacksonException e) {
            return StringNode.valueOf(text);
        }
    }

    static @Nullable String text(@Nullable String text) {
        return text == null ? null : MaskedJson.text(text);
    }

    static Details details() {
        return new Details();
    }

    /** Names and values, in order; what is null is left out. */
    static final class Details {
        private final Map<String, Object> values = new LinkedHashMap<>();

        Details add(String name, @Nullable Object value) {
            if (value != null) {
                values.put(name, value);
            }
            return this;
        }

        JsonNode json() {
            return Masked.json(new String(EventJson.write(values), StandardCharsets.UTF_8));
        }
    }
}
