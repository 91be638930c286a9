package com.moxton.payments.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** One object of the YAML under {@code deploy/kubernetes}. */
record Manifest(Path file, Map<String, Object> content) {
    static final Path ROOT = Path.of(Files.exists(Path.of("kubernetes")) ? "" : "deploy");
    static final Path FOLDER = ROOT.resolve("kubernetes");

    static List<Manifest> all() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .flatMap(Manifest::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The objects of a kind, as their model. */
    static <T> Stream<T> of(String kind, Class<T> model) {
        return all().stream()
                .filter(manifest -> manifest.kind().equals(kind))
                .map(manifest -> StrictModels.read(manifest.content, model));
    }

    String kind() {
        return (String) content.get("kind");
    }

    String apiVersion() {
        return (String) content.get("apiVersion");
    }

    @SuppressWarnings("unchecked")
    private static Stream<Manifest> read(Path file) {
        try {
            List<Manifest> objects = new ArrayList<>();
            new Yaml()
                    .loadAll(Files.readString(file))
                    .forEach(object -> objects.add(new Manifest(file, (Map<String, Object>) object)));
            return objects.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return FOLDER.relativize(file) + " " + kind();
    }
}
