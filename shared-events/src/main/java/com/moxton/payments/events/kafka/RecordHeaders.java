package com.moxton.payments.events.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Headers as text. Of several headers of one name the last counts, as Kafka has it. */
public final class RecordHeaders {

    private RecordHeaders() {}

    /** The header's text; null when it is absent or has no value. */
    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Sets the header to one value, or leaves it out when the value is null. */
    public static void put(Headers headers, String name, @Nullable Object value) {
        headers.remove(name);
        if (value != null) {
            headers.add(name, value.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
