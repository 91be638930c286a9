package com.moxton.payments.resilience.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A service as its image has it: the jar taken apart, and beside it a cache of its classes, which saves each start some
 * seconds. There are many starts here.
 *
 * @param jar to be started
 * @param cache good for the options {@link #jvm} alone
 */
record QuickJar(Path jar, Path cache) {

    /** As in a container of half a gigabyte; the first compiler alone, for there are many short lives here. */
    private static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private static final String NOBODY = "127.0.0.1:1";

    /** What a start needs to get as far as it can without servers. */
    private static final Map<String, String> TRAINING = Map.ofEntries(
            Map.entry("KAFKA_BOOTSTRAP_SERVERS", NOBODY),
            Map.entry("STRIPE_WEBHOOK_SECRET", "training"),
            Map.entry("JWT_SECRET", "training-only-training-only-train"),
            Map.entry("STRIPE_SECRET_KEY", "training"),
            Map.entry("OPS_USERNAME", "training"),
            Map.entry("OPS_PASSWORD", "training-only-training"),
            Map.entry("MYSQL_URL", "jdbc:mysql://" + NOBODY + "/training"),
            Map.entry("MYSQL_USER", "training"),
            Map.entry("MYSQL_PASSWORD", "training"),
            Map.entry("SPRING_LIQUIBASE_ENABLED", "false"),
            Map.entry("INGRESS_PORT", "0"),
            Map.entry("WORKER_PORT", "0"),
            Map.entry("SERVER_ADDRESS", "127.0.0.1"));

    /** @param directory for all that are made; one that was made of the same jar before is taken again */
    static QuickJar of(Path jar, Path directory) throws IOException, InterruptedException {
        String name = jar.getFileName().toString();
        Path own = directory.resolve(name + "-" + Long.toHexString(checksum(jar)));
        QuickJar quick = new QuickJar(own.resolve(name), own.resolve("classes.aot"));
        if (!Files.exists(quick.cache)) {
            run(
                    "extract",
                    List.of("-Djarmode=tools"),
                    List.of("-jar", jar.toString(), "extract", "--destination", own.toString(), "--force"),
                    Map.of(),
                    own);
            run(
                    "training",
                    with("-XX:AOTCacheOutput=" + quick.cache, "-Dspring.context.exit=onRefresh"),
                    List.of("-jar", quick.jar.toString()),
                    TRAINING,
                    own);
        }
        return quick;
    }

    /** Jars of different builds have the same time, so that they can be the same byte for byte. */
    private static long checksum(Path jar) throws IOException {
        CRC32C checksum = new CRC32C();
        checksum.update(Files.readAllBytes(jar));
        return checksum.getValue();
    }

    /** Options for its JVM. */
    List<String> jvm() {
        return with("-XX:AOTCache=" + cache);
    }

    private static List<String> with(String... options) {
        return Stream.concat(JVM.stream(), Stream.of(options)).toList();
    }

    private static void run(
            String step, List<String> jvm, List<String> program, Map<String, String> environment, Path directory)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(program);
        Path log = directory.resolveSibling(directory.getFileName() + "-" + step + ".log");
        Files.createDirectories(log.getParent());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        if (!ended || process.exitValue() != 0) {
            throw new IOException("%s of a jar has failed, see %s".formatted(step, log));
        }
    }
}
