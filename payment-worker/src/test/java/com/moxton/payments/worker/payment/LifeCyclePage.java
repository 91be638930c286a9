package com.moxton.payments.worker.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code docs/lifecycle.md}. Its tables lie between {@code <!-- printed: name -->} and {@code <!-- end of name -->}, and
 * are compared with what the code says, or, with {@code -Dlifecycle.write}, written anew.
 */
final class LifeCyclePage {

    private static final String HOW_TO = "./mvnw test -pl payment-worker -am -Dtest=LifeCycleTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dlifecycle.write";

    /** From the module's directory, or from the root of the checkout. */
    private final Path page =
            Files.exists(Path.of("../docs/adr")) ? Path.of("../docs/lifecycle.md") : Path.of("docs/lifecycle.md");

    void shows(String table, String expected) {
        String begin = "<!-- printed: %s -->\n".formatted(table);
        String end = "<!-- end of %s -->\n".formatted(table);
        String text = read();
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end);
        assertThat(text).as("%s has a place for the table %s", page, table).contains(begin, end);
        if (System.getProperty("lifecycle.write") != null) {
            write(text.substring(0, from) + expected + text.substring(to));
            return;
        }
        assertThat(text.substring(from, to))
                .as("%s is out of date. If the code is right, write the page anew: %s", page, HOW_TO)
                .isEqualTo(expected);
    }

    void tells(String part) {
        assertThat(read()).as("%s", page).contains(part);
    }

    private String read() {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) {
        try {
            Files.writeString(page, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
