package com.moxton.payments.simulator.journal;

import com.moxton.payments.simulator.wire.StripeJson;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one lock of the simulator, and the record of what was done under it. What happens {@link #together} is written
 * with one write to the operating system before anybody hears of it, so that a process that is killed remembers all of it
 * or nothing: an intent never without the idempotency key that made it.
 *
 * <p>It is not a database: a machine that loses power may lose the last seconds.
 */
public final class Journal {

    private final ReentrantLock lock = new ReentrantLock();
    private final @Nullable JournalFile file;
    private final StringBuilder pending = new StringBuilder();

    /**
     * @param path null remembers nothing and only locks
     * @param capacity how many objects of a sort are kept in the file at most
     * @throws UncheckedIOException when the file can't be read or written
     */
    public Journal(@Nullable Path path, int capacity) {
        this.file = path == null ? null : new JournalFile(path, capacity);
    }

    /** What was remembered before; to be called once, first of all. */
    public Memories open() {
        return file == null ? Memories.NONE : file.open();
    }

    /** Carries out the work alone, and returns or throws when all that it {@link #write wrote} is written. */
    public <T> T together(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            try {
                if (lock.getHoldCount() == 1) {
                    flush();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** To be called {@link #together} with the change itself. The latest value of an id counts. */
    public void write(Sort sort, String id, JsonNode value) {
        if (file == null) {
            return;
        }
        ObjectNode line = StripeJson.object();
        line.put("sort", sort.name());
        line.put("id", id);
        line.set("value", value);
        pending.append(line).append('\n');
    }

    private void flush() {
        if (file != null && !pending.isEmpty()) {
            String lines = pending.toString();
            pending.setLength(0);
            file.append(lines);
        }
    }

    public void close() {
        together(() -> {
            if (file != null) {
                file.close();
            }
            return true;
        });
    }
}
