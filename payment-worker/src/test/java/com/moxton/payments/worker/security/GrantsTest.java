package com.moxton.payments.worker.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code deploy/mysql/grants.sql} against the SQL in the code: also of jobs that run once an hour, or after 90 days. */
class GrantsTest {
    private static final Path ROOT = Files.exists(Path.of("../docs/adr")) ? Path.of("..") : Path.of(".");
    private static final Pattern GRANT =
            Pattern.compile("GRANT ([^;]+?) ON \\$\\{PAYMENTS_SCHEMA}\\.(\\w+) TO 'payments_worker'");

    private final String grants = Files.readString(ROOT.resolve("deploy/mysql/grants.sql"));
    private final String code = code();

    GrantsTest() throws IOException {}

    @Test
    void rowsAreDeletedWhereTheCodeDeletesThemAndNowhereElse() {
        assertThat(granted("DELETE")).isEqualTo(tablesIn("DELETE FROM (\\w+)"));
    }

    @Test
    void rowsAreInsertedWhereTheCodeInsertsThemAndNowhereElse() {
        Set<String> inserted = tablesIn("INSERT INTO (\\w+)\\s+\\(\\w+");
        // By the library of that name.
        inserted.add("shedlock");
        assertThat(granted("INSERT")).isEqualTo(inserted);
    }

    @Test
    void whatIsWrittenOnceIsNotUpdated() {
        assertThat(granted("UPDATE")).doesNotContain("payment_history", "ops_audit", "replay_diffs", "stripe_calls");
        assertThat(granted("UPDATE")).containsAll(tablesIn("UPDATE (\\w+)\\s+SET"));
    }

    private Set<String> granted(String privilege) {
        return GRANT.matcher(grants)
                .results()
                .filter(grant -> Pattern.compile("\\b" + privilege + "\\b")
                        .matcher(grant.group(1))
                        .find())
                .map(grant -> grant.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> tablesIn(String statement) {
        return Pattern.compile(statement)
                .matcher(code)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String code() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(ROOT.resolve("payment-worker/src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                // Without comments, which tell of other tables.
                all.append(Files.readString(file).replaceAll("(?m)^\\s*(?:/?\\*|//).*$", ""));
            }
        }
        return all.toString();
    }
}
