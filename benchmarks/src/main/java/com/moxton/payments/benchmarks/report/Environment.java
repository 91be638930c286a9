package com.moxton.payments.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where figures come from.
 *
 * @param machine processor, cores, memory, system
 * @param versions of the parts that were measured
 * @param at when the measurement ended
 */
public record Environment(String machine, Map<String, String> versions, int rounds, Instant at, long seconds) {

    public static Environment here(Map<String, String> versions, int rounds, Instant at, Duration took) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Java", Runtime.version().toString());
        all.putAll(new TreeMap<>(versions));
        return new Environment(thisMachine(), all, rounds, at, took.toSeconds());
    }

    private static String thisMachine() {
        return "%d cores (%s), %s, %s %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        first("/proc/cpuinfo", "model name", System.getProperty("os.arch", "?")),
                        memory(first("/proc/meminfo", "MemTotal", "")),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"));
    }

    private static String memory(String line) {
        String digits = line.replaceAll("\\D", "");
        return digits.isEmpty() ? "memory unknown" : Math.round(Long.parseLong(digits) / 1048576.0) + " GiB";
    }

    private static String first(String file, String name, String otherwise) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            // Not every system has these files.
            return otherwise;
        }
    }
}
