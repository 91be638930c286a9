package com.moxton.payments.ingress.intent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long the caller wants to wait. A preference is a wish: what can't be understood is ignored, what is too much is cut.
 *
 * @param applied the value of {@code Preference-Applied}; null when the caller had no wish we know
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7240">RFC 7240</a>
 */
record WaitPreference(Duration duration, @Nullable String applied) {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    /**
     * @param headers the values of all {@code Prefer} headers
     * @param unasked the wait of a caller without a wish
     */
    static WaitPreference of(List<String> headers, Duration unasked, Duration most) {
        Map<String, String> preferences = new LinkedHashMap<>();
        for (String preference : split(String.join(",", headers), ',')) {
            // What follows a semicolon are parameters; neither of ours has any.
            String[] nameAndValue = split(preference, ';').getFirst().split("=", 2);
            String value = nameAndValue.length == 1 ? "" : unquote(nameAndValue[1].strip());
            // Of several with one name the first counts.
            preferences.putIfAbsent(nameAndValue[0].strip().toLowerCase(Locale.ROOT), value);
        }
        boolean async = preferences.containsKey("respond-async");
        String seconds = preferences.getOrDefault("wait", "");
        if (SECONDS.matcher(seconds).matches()) {
            long granted = Math.min(Long.parseLong(seconds), most.toSeconds());
            // Together they mean: asynchronously if it takes longer than that.
            return new WaitPreference(
                    Duration.ofSeconds(granted), (async ? "respond-async, " : "") + "wait=" + granted);
        }
        return async ? new WaitPreference(Duration.ZERO, "respond-async") : new WaitPreference(unasked, null);
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static String unquote(String word) {
        boolean quoted = word.length() >= 2 && word.startsWith("\"") && word.endsWith("\"");
        return quoted ? word.substring(1, word.length() - 1) : word;
    }
}
