package com.moxton.payments.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code docs/metrics.md}, for tests that compare it with what is measured. */
public final class MetricsPage {

    /** A row of a table begins with the metric's name. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");

    private final String text;

    private MetricsPage(String text) {
        this.text = text;
    }

    public static MetricsPage read() {
        try {
            return new MetricsPage(Files.readString(root().resolve("docs/metrics.md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the checkout: a module's tests run in its folder. */
    public static Path root() {
        return Files.exists(Path.of("docs/adr")) ? Path.of("") : Path.of("..");
    }

    /** All metrics of the page, as Prometheus names them. */
    public Set<String> names() {
        return namesIn(text);
    }

    /**
     * The metrics of one section.
     *
     * @param section its heading, of the second level
     */
    public Set<String> namesOf(String section) {
        int begin = text.indexOf("\n## " + section + "\n");
        if (begin < 0) {
            throw new IllegalArgumentException("docs/metrics.md has no section " + section);
        }
        int end = text.indexOf("\n## ", begin + 1);
        return namesIn(text.substring(begin, end < 0 ? text.length() : end));
    }

    private static Set<String> namesIn(String text) {
        Set<String> names = new TreeSet<>();
        ROW.matcher(text).results().forEach(row -> names.add(row.group(1)));
        return names;
    }

    /**
     * How Prometheus names what Micrometer calls so.
     *
     * @param unit null when the meter has none
     */
    public static String exposed(String meter, boolean counter, @Nullable String unit) {
        String name = meter.replace('.', '_');
        if (unit != null && !name.endsWith("_" + unit)) {
            name += "_" + unit;
        }
        return counter ? name + "_total" : name;
    }
}
