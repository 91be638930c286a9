package com.moxton.payments.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/guarantees.md} names tests that are there, and every guarantee has one. */
class GuaranteesPageTest {

    private static final Path ROOT = Files.exists(Path.of("../docs/adr")) ? Path.of("..") : Path.of(".");

    /** {@code SomeIT} or {@code SomeTest.method}, in backquotes. */
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT|Contract))(?:\\.(\\w+))?`");

    private final String page = Files.readString(ROOT.resolve("docs/guarantees.md"));
    private final Map<String, String> tests = tests();

    GuaranteesPageTest() throws IOException {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DURABLE_BEFORE_ACK",
                "ONE_EFFECT_PER_EVENT",
                "ORDER_INDEPENDENT",
                "NO_REGRESSION",
                "COMMITTED_MEANS_DONE",
                "ONE_INTENT_PER_ORDER",
                "LOG_IS_THE_TRUTH",
                "NOTHING_DROPPED",
                "SECRETS_STAY_SECRET"
            })
    void everyGuaranteeIsOnThePageAndHasATest(String guarantee) throws IOException {
        assertThat(page).contains("## " + guarantee);
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains(guarantee);
        assertThat(tests.entrySet().stream()
                        .filter(test -> !test.getKey().equals("GuaranteesPageTest"))
                        .filter(test -> test.getValue().contains(guarantee)))
                .as("tests that bear the name")
                .isNotEmpty();
        String section = page.substring(page.indexOf("## " + guarantee) + 3).split("\n## ")[0];
        assertThat(section).contains("Broken on purpose");
        assertThat(TEST.matcher(section).results())
                .as("tests named for %s", guarantee)
                .isNotEmpty();
    }

    @Test
    void everyTestOnThePageIsThere() {
        Matcher named = TEST.matcher(page);
        while (named.find()) {
            assertThat(tests).as("classes of tests").containsKey(named.group(1));
            if (named.group(2) != null) {
                assertThat(tests.get(named.group(1))).as(named.group(1)).contains("void " + named.group(2) + "(");
            }
        }
    }

    /** The sources of all modules' tests, by simple name. */
    private static Map<String, String> tests() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(GuaranteesPageTest::sources)
                    .collect(Collectors.toMap(
                            source -> source.getFileName().toString().replace(".java", ""),
                            GuaranteesPageTest::text,
                            (one, other) -> one + other));
        }
    }

    private static Stream<Path> sources(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
