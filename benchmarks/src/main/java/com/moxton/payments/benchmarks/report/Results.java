package com.moxton.payments.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Results as files, one for each scenario: the newest counts. */
public final class Results {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path directory;

    public Results(Path directory) {
        this.directory = directory;
    }

    public void keep(Result result) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(result.scenario() + ".json"), JSON.writeValueAsString(result) + "\n");
    }

    public List<Result> all() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> JSON.readValue(file, Result.class))
                    .toList();
        }
    }
}
