package com.moxton.payments.resilience.secret;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Finds the seeded secrets by word, and client secrets and users' tokens by their looks, whoever's they are. */
public final class SecretSearch {

    /** A client secret, and a JWT with its claims. */
    private static final Pattern BY_LOOKS =
            Pattern.compile("pi_[A-Za-z0-9]+_secret_[A-Za-z0-9]+|eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}");

    /** Latin-1 reads any byte, and leaves ASCII as it is. */
    private static final Charset ANY_BYTES = StandardCharsets.ISO_8859_1;

    private static final Set<String> RECORDS = Set.of("kafka", "database");

    private final List<String> words;

    /** @param words secrets that are known, each long enough to occur nowhere by chance */
    public SecretSearch(Collection<String> words) {
        this.words = List.copyOf(words);
    }

    /** @param where file and line, or a page's address. Never the secret itself */
    public record Leak(String where, String kind) {}

    public List<Leak> inText(String where, String text) {
        List<Leak> leaks = new ArrayList<>();
        text.lines().forEach(line -> inLine(line).ifPresent(kind -> leaks.add(new Leak(where, kind))));
        return leaks;
    }

    /** Of all files that are named {@code *.log} in or below a directory. */
    public List<Leak> inLogs(Path directory) throws IOException {
        List<Path> logs;
        try (Stream<Path> files = Files.walk(directory)) {
            logs = files.filter(file -> file.toString().endsWith(".log") && Files.isRegularFile(file))
                    .filter(file -> isOurs(directory.relativize(file)))
                    .toList();
        }
        List<Leak> leaks = new ArrayList<>();
        for (Path log : logs) {
            inFile(log, leaks);
        }
        return leaks;
    }

    /** A broker keeps its records in files of that name, and records are no logs. */
    private static boolean isOurs(Path relative) {
        return StreamSupport.stream(relative.spliterator(), false)
                .map(Path::toString)
                .noneMatch(RECORDS::contains);
    }

    private void inFile(Path log, List<Leak> leaks) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(log, ANY_BYTES)) {
            int number = 1;
            for (String line = reader.readLine(); line != null; line = reader.readLine(), number++) {
                String where = log.getFileName() + ":" + number + " in " + log.getParent();
                inLine(line).ifPresent(kind -> leaks.add(new Leak(where, kind)));
            }
        }
    }

    private Optional<String> inLine(String line) {
        if (words.stream().anyMatch(line::contains)) {
            return Optional.of("a seeded secret");
        }
        return BY_LOOKS.matcher(line).find() ? Optional.of("a client secret or a token") : Optional.empty();
    }
}
