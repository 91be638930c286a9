package com.moxton.payments.benchmarks.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A service's jar, extracted, and the caches that the JVM makes of its classes in a training run. */
public final class QuickStart {

    private static final int EXTRACT_SECONDS = 60;
    private static final int MADE_SECONDS = 60;

    private final Path original;
    private final Path extracted;
    private final Path caches;

    private QuickStart(Path original, Path extracted, Path caches) {
        this.original = original;
        this.extracted = extracted;
        this.caches = caches;
    }

    /** What the JVM can remember of a run. */
    public enum Cache {
        /** Class-data sharing: loaded and verified classes. */
        CDS("extracted, with a CDS archive", 19),
        /** JEP 483, 514 and 515: linked classes and profiles too. */
        AOT("extracted, with an AOT cache", 25);

        private final String label;
        private final int since;

        Cache(String label, int since) {
            this.label = label;
            this.since = since;
        }

        public String label() {
            return label;
        }

        /** Whether this JDK has it. */
        public boolean isKnownHere() {
            return Runtime.version().feature() >= since;
        }
    }

    public static QuickStart extract(Path jar, Path directory) throws IOException, InterruptedException {
        Path target = directory.resolve("extracted");
        Files.createDirectories(directory);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--destination",
                        target.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("extract.log").toFile())
                .start();
        if (!process.waitFor(EXTRACT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(jar + " can't be extracted: see " + directory);
        }
        return new QuickStart(jar, target.resolve(jar.getFileName()), directory);
    }

    public List<String> jar() {
        return List.of("-jar", original.toString());
    }

    public List<String> extracted() {
        return List.of("-jar", extracted.toString());
    }

    /** JVM options of a service's run that leaves the cache behind at its end. */
    public List<String> train(Cache cache) {
        return switch (cache) {
            case CDS -> serviceJvm("-XX:ArchiveClassesAtExit=" + file(cache));
            case AOT -> serviceJvm("-XX:AOTCacheOutput=" + file(cache));
        };
    }

    /** JVM options of a service's run that profits from it, and ends at once when it can't. */
    public List<String> use(Cache cache) {
        return switch (cache) {
            case CDS -> serviceJvm("-Xshare:on", "-XX:SharedArchiveFile=" + file(cache));
            case AOT -> serviceJvm("-XX:AOTMode=on", "-XX:AOTCache=" + file(cache));
        };
    }

    private static List<String> serviceJvm(String... more) {
        return Stream.concat(Parts.SERVICE_JVM.stream(), Stream.of(more)).toList();
    }

    /** The last step of an AOT cache is taken by a process of its own, which may outlive the training run. */
    public void awaitMade(Cache cache) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MADE_SECONDS);
        long size = -1;
        while (size <= 0 || size != sizeOf(file(cache))) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(file(cache) + " was not made");
            }
            size = sizeOf(file(cache));
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private static long sizeOf(Path file) throws IOException {
        return Files.isRegularFile(file) ? Files.size(file) : 0;
    }

    private Path file(Cache cache) {
        return caches.resolve(cache == Cache.CDS ? "app.jsa" : "app.aot");
    }
}
