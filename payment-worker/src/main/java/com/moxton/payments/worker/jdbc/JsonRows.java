package com.moxton.payments.worker.jdbc;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Rows as the one parameter of a set-based statement: a JSON array of arrays, which {@code JSON_TABLE} turns into a table
 * with {@code PATH '$[0]'}, {@code '$[1]'} and so on. The server parses one statement, whatever the number of rows.
 *
 * <p>Ids to join by are declared {@code ascii}, like the columns they are compared with: else the join reads, and locks,
 * whole tables. All else is declared {@code TEXT CHARACTER SET utf8mb4}: there {@code JSON_TABLE} itself has nothing to
 * convert or to cut, which it would do silently, and what doesn't fit the column it goes to is refused as ever.
 */
public final class JsonRows {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int ROW_LENGTH = 512;

    private JsonRows() {}

    /** In the given order. */
    public static <T> String of(Collection<T> things, Row.Mapping<T> mapping) {
        StringWriter text = new StringWriter(things.size() * ROW_LENGTH);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            JsonRow row = new JsonRow(json);
            json.writeStartArray();
            for (T thing : things) {
                json.writeStartArray();
                mapping.write(thing, row);
                json.writeEndArray();
            }
            json.writeEndArray();
        }
        return text.toString();
    }

    static final class JsonRow implements Row {

        private final JsonGenerator json;

        JsonRow(JsonGenerator json) {
            this.json = json;
        }

        @Override
        public Row text(@Nullable String value) {
            json.writeString(value);
            return this;
        }

        @Override
        public Row number(long value) {
            json.writeNumber(value);
            return this;
        }

        /** As text: a number would pass through floating point on its way. */
        @Override
        public Row decimal(BigDecimal value) {
            json.writeString(value.toPlainString());
            return this;
        }

        /** As a number: the word isn't one to a server that reads it as text first. */
        @Override
        public Row flag(@Nullable Boolean value) {
            if (value == null) {
                json.writeNull();
            } else {
                json.writeNumber(value ? 1 : 0);
            }
            return this;
        }

        @Override
        public Row time(@Nullable Instant value) {
            return text(SqlTime.toText(value));
        }
    }
}
