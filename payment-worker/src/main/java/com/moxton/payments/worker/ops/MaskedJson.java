package com.moxton.payments.worker.ops;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * What operators are shown of a record's body: readable, and without its secrets. The only way a raw body gets into a page
 * or into an answer of the REST API. JSON is indented, field for field and digit for digit as it is; what is no JSON is
 * shown as text. Holds no more than is shown and the longest single string.
 */
public final class MaskedJson {

    /** Characters of a body that are shown. */
    static final int LONGEST = 200_000;

    /** Characters of one string that are shown. */
    static final int LONGEST_STRING = 20_000;

    /** A secret that begins before the cut and ends behind it is still seen whole. */
    private static final int BEYOND_THE_CUT = 4_096;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private MaskedJson() {}

    /** The body as text to show, for any bytes. Text, not HTML: what shows it must escape it. */
    public static String of(byte @Nullable [] body) {
        if (body == null) {
            return "(no body)";
        }
        if (body.length == 0) {
            return "(empty)";
        }
        String json = json(body);
        return json == null ? text(body) : json;
    }

    /** A line of text, such as a message or a header, with its secrets masked and its control characters visible. */
    public static String text(String text) {
        return visible(bounded(text, LONGEST_STRING));
    }

    /** A header's value, masked by the header's name as by its look. */
    public static String header(String name, String value) {
        return Secrets.isNameOfSecret(name) ? Secrets.MASK : text(value);
    }

    private static @Nullable String json(byte[] body) {
        StringWriter out = new StringWriter();
        boolean cut;
        try (JsonParser in = MAPPER.createParser(body);
                JsonGenerator json = MAPPER.writerWithDefaultPrettyPrinter().createGenerator(out)) {
            cut = !new Copy(in, json, out).run();
        } catch (JacksonException e) {
            return null;
        }
        return out.getBuffer().isEmpty() ? null : visible(out.toString()) + (cut ? note(body.length) : "");
    }

    private static String text(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, LONGEST + BEYOND_THE_CUT), StandardCharsets.UTF_8);
        String masked = text.indexOf('\0') < 0 ? Secrets.mask(text) : masked(text);
        boolean cut = masked.length() > LONGEST || body.length > LONGEST + BEYOND_THE_CUT;
        return visible(cut(masked, LONGEST)) + (cut ? note(body.length) : "");
    }

    /** UTF-16 taken for UTF-8 has a NUL between any two letters, and no pattern would know a secret by its look. */
    private static String masked(String text) {
        String joined = text.replace("\0", "");
        String masked = Secrets.mask(joined);
        return masked.equals(joined) ? text : masked;
    }

    private static String bounded(String text, int longest) {
        String seen = cut(text, longest + BEYOND_THE_CUT);
        String masked = Secrets.mask(seen);
        return masked.length() <= longest && seen.length() == text.length()
                ? masked
                : cut(masked, longest) + "… [cut: %d characters in all]".formatted(text.length());
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
    }

    private static String note(int bytes) {
        return "%n… [cut: the body has %d bytes]".formatted(bytes).replace("\r", "");
    }

    /** What would be invisible, or would change how the rest is displayed, as a sign or an escape. */
    private static String visible(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\t') {
                shown.append(c);
            } else if (c < 0x20) {
                shown.append((char) (0x2400 + c));
            } else if (c == 0x7f) {
                shown.append('\u2421');
            } else if (isInvisible(c)) {
                shown.append("\\u%04x".formatted((int) c));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }

    private static boolean isInvisible(char c) {
        return Character.getType(c) == Character.CONTROL
                || Character.getType(c) == Character.FORMAT
                || c == '\u2028'
                || c == '\u2029';
    }

    /** Token for token, so that a large body is not held twice over as a tree. */
    private record Copy(JsonParser in, JsonGenerator json, StringWriter out) {

        /** Whether it came to the end. */
        boolean run() {
            // The depth below which everything is secret; 0 when nothing is.
            int secretFrom = 0;
            int depth = 0;
            boolean nextIsSecret = false;
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                boolean secret = secretFrom > 0 || nextIsSecret;
                switch (token) {
                    case START_OBJECT, START_ARRAY -> {
                        depth++;
                        secretFrom = secretFrom == 0 && nextIsSecret ? depth : secretFrom;
                        if (token == JsonToken.START_OBJECT) {
                            json.writeStartObject();
                        } else {
                            json.writeStartArray();
                        }
                    }
                    case END_OBJECT, END_ARRAY -> {
                        secretFrom = secretFrom == depth ? 0 : secretFrom;
                        depth--;
                        if (token == JsonToken.END_OBJECT) {
                            json.writeEndObject();
                        } else {
                            json.writeEndArray();
                        }
                    }
                    case PROPERTY_NAME -> json.writeName(bounded(in.currentName(), LONGEST_STRING));
                    case VALUE_STRING ->
                        json.writeString(secret ? Secrets.MASK : bounded(in.getString(), LONGEST_STRING));
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(secret);
                    case VALUE_TRUE, VALUE_FALSE -> json.writeBoolean(token == JsonToken.VALUE_TRUE);
                    case VALUE_NULL -> json.writeNull();
                    case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> {}
                }
                nextIsSecret = token == JsonToken.PROPERTY_NAME && Secrets.isNameOfSecret(in.currentName());
                if (out.getBuffer().length() > LONGEST) {
                    return false;
                }
            }
            return true;
        }

        private void number(boolean secret) {
            String digits = in.getString();
            if (secret || !Secrets.mask(digits).equals(digits)) {
                json.writeString(Secrets.MASK);
            } else {
                json.writeNumber(digits);
            }
        }
    }
}
