package com.moxton.payments.events;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The wire form of our own records. Fields that a reader doesn't know are ignored, so that a newer writer can run beside
 * an older reader; amounts are read as {@link java.math.BigDecimal}, digit for digit.
 */
public final class EventJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private EventJson() {}

    public static byte[] write(Object event) {
        return MAPPER.writeValueAsBytes(event);
    }

    /**
     * @throws MalformedEventException when the bytes are not this type's JSON; reading them again won't help
     */
    public static <T> T read(byte[] json, Class<T> type) {
        T value;
        try {
            value = MAPPER.readValue(json, type);
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            // No cause text: Jackson quotes the source, and the source may hold a secret.
            throw new MalformedEventException(
                    "Not a %s: %s".formatted(type.getSimpleName(), e.getClass().getSimpleName()));
        }
        if (value == null) {
            throw new MalformedEventException("Not a %s: JSON null".formatted(type.getSimpleName()));
        }
        RequiredFields.check(value);
        return value;
    }

    /** Only for test output and error reports of what is known to hold no secret. */
    static String text(Object event) {
        return new String(write(event), StandardCharsets.UTF_8);
    }
}
