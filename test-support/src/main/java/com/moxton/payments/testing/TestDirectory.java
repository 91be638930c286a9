package com.moxton.payments.testing;

import com.moxton.payments.local.DataDirectoryInUseException;
import com.moxton.payments.local.DataDirectoryLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.util.FileSystemUtils;

/**
 * Where this JVM's embedded servers keep their data: in the module's {@code target}, in the first place that no other
 * test JVM holds. So a MariaDB of a killed run is found again and ended, and nothing piles up.
 */
final class TestDirectory {
    private static final int PLACES = 100;
    private static final Place OF_THIS_JVM = Place.first();
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private TestDirectory() {}

    /** As an earlier run left it. */
    static Path kept(String name) {
        return OF_THIS_JVM.directory().resolve(name);
    }

    static Path emptied(String name) {
        Path directory = kept(name);
        try {
            FileSystemUtils.deleteRecursively(directory);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty, and of a name that this JVM hasn't used yet. */
    static Path another(String name) {
        return emptied(name + "-" + COUNTER.incrementAndGet());
    }

    private record Place(Path directory, DataDirectoryLock lock) {
        static Place first() {
            for (int number = 1; number <= PLACES; number++) {
                Path directory = Path.of("target", "test-servers", Integer.toString(number))
                        .toAbsolutePath();
                try {
                    return new Place(directory, DataDirectoryLock.acquire(directory));
                } catch (DataDirectoryInUseException e) {
                    // another test JVM; try the next
                }
            }
            throw new IllegalStateException("More than " + PLACES + " test JVMs at the same time");
        }
    }
}
