package com.moxton.payments.resilience.parts;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A file system in memory with little room. Linux, and root. */
public final class SmallDisk implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MEGABYTE = 1 << 20;

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    public static boolean isPossible() {
        return "root".equals(System.getProperty("user.name"))
                && System.getProperty("os.name", "").startsWith("Linux");
    }

    public static SmallDisk mount(Path directory, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "resilience", directory.toString());
        return new SmallDisk(directory);
    }

    public Path directory() {
        return directory;
    }

    /** Takes all the room that is left. */
    public void fill() throws IOException {
        byte[] chunk = new byte[MEGABYTE];
        for (int size = MEGABYTE; size > 0; size /= 16) {
            try (OutputStream out = Files.newOutputStream(directory.resolve("filler-" + size))) {
                while (true) {
                    out.write(chunk, 0, size);
                }
            } catch (IOException full) {
                // What is left is smaller than this piece.
                continue;
            }
        }
    }

    /** Whether whoever writes there has had enough of it within 20 s. */
    public static boolean awaitVictim(BooleanSupplier dead) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!dead.getAsBoolean() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return dead.getAsBoolean();
    }

    public void clear() throws IOException {
        for (int size = MEGABYTE; size > 0; size /= 16) {
            Files.deleteIfExists(directory.resolve("filler-" + size));
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", "-l", directory.toString());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code);
        }
    }
}
