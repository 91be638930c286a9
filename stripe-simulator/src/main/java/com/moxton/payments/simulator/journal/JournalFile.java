package com.moxton.payments.simulator.journal;

import com.moxton.payments.simulator.wire.StripeJson;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * One JSON object a line, appended. A line that was cut off by a kill is passed over when it is read again. When the file
 * has grown to four times what it was, it is written anew without what is out of date, beside the old one, and moved into
 * its place: at no moment is there no whole file.
 */
final class JournalFile {

    private static final Logger log = LoggerFactory.getLogger(JournalFile.class);
    private static final long SMALLEST_LIMIT = 16L << 20;

    private final Path path;
    private final int capacity;
    /** Not a channel: that one is closed when a thread that writes is interrupted. */
    private @Nullable FileOutputStream out;

    private long size;
    private long limit = SMALLEST_LIMIT;

    JournalFile(Path path, int capacity) {
        this.path = path.toAbsolutePath();
        this.capacity = capacity;
    }

    Memories open() {
        try {
            Path folder = path.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Memories memories = read();
            rewrite(memories);
            return memories;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void append(String lines) {
        FileOutputStream open = out;
        if (open == null) {
            throw new IllegalStateException("the journal is closed");
        }
        try {
            byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
            open.write(bytes);
            size += bytes.length;
            if (size > limit) {
                rewrite(read());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Memories read() throws IOException {
        Memories memories = new Memories(capacity);
        if (!Files.exists(path)) {
            return memories;
        }
        try (BufferedReader reader = Files.newBufferedReader(path)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                try {
                    ObjectNode entry = StripeJson.parseObject(line);
                    memories.add(
                            Sort.valueOf(entry.path("sort").asString("")),
                            entry.path("id").asString(""),
                            line);
                } catch (JacksonException | IllegalArgumentException e) {
                    log.atWarn().addKeyValue("file", path).log("a line of the simulator's journal is cut off");
                }
            }
        }
        return memories;
    }

    private void rewrite(Memories memories) throws IOException {
        close();
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.write(fresh, memories.allLines(), StandardCharsets.UTF_8);
        Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        out = new FileOutputStream(path.toFile(), true);
        size = Files.size(path);
        limit = Math.max(SMALLEST_LIMIT, size * 4);
    }

    void close() {
        FileOutputStream open = out;
        out = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
