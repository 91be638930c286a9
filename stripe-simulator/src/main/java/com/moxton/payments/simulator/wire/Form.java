package com.moxton.payments.simulator.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Form fields with Stripe's nesting: {@code metadata[order_id]=7}, {@code payment_method_types[0]=card}. The same form
 * serves query strings and bodies.
 */
public final class Form {

    public static final Form EMPTY = new Form(Map.of());

    private final Map<String, String> fields;

    private Form(Map<String, String> fields) {
        this.fields = fields;
    }

    public static Form parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return EMPTY;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, Integer> arrays = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (name.endsWith("[]")) {
                String array = name.substring(0, name.length() - 2);
                name = "%s[%d]".formatted(array, arrays.merge(array, 1, Integer::sum) - 1);
            }
            fields.put(name, value);
        }
        return new Form(fields);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw StripeRefusal.badParameter(null, null, "Invalid request: the form could not be decoded.");
        }
    }

    public Form and(Form other) {
        Map<String, String> both = new LinkedHashMap<>(fields);
        both.putAll(other.fields);
        return new Form(both);
    }

    /** Null when absent; Stripe treats an empty value as "unset", so the empty text is given as it came. */
    public @Nullable String text(String name) {
        return fields.get(name);
    }

    public boolean has(String name) {
        return fields.containsKey(name) || fields.keySet().stream().anyMatch(field -> field.startsWith(name + "["));
    }

    public @Nullable Long integer(String name) {
        String value = fields.get(name);
        if (value == null) {
            return null;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw StripeRefusal.badParameter("parameter_invalid_integer", name, "Invalid integer: " + value);
        }
    }

    public boolean flag(String name) {
        String value = fields.get(name);
        if (value == null || value.equals("false") || value.isEmpty()) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw StripeRefusal.badParameter(null, name, "Invalid boolean: " + value);
    }

    /** {@code metadata[order_id]=7} under {@code metadata} is {@code order_id -> 7}. */
    public Map<String, String> map(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        fields.forEach((field, value) -> {
            if (field.startsWith(name + "[") && field.endsWith("]")) {
                map.put(field.substring(name.length() + 1, field.length() - 1), value);
            }
        });
        return map;
    }

    public List<String> list(String name) {
        return new ArrayList<>(map(name).values());
    }

    /** Stripe refuses what it doesn't know, which is how a misspelt parameter comes to light. */
    public void allowOnly(Set<String> names) {
        for (String field : fields.keySet()) {
            int bracket = field.indexOf('[');
            String name = bracket < 0 ? field : field.substring(0, bracket);
            if (!names.contains(name)) {
                throw StripeRefusal.badParameter("parameter_unknown", name, "Received unknown parameter: " + name);
            }
        }
    }

    /** The same for the same parameters in any order. */
    public String fingerprint() {
        StringBuilder text = new StringBuilder();
        fields.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(field -> text.append(field.getKey())
                        .append('\u0000')
                        .append(field.getValue())
                        .append('\u0001'));
        return text.toString();
    }
}
