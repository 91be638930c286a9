package com.moxton.payments.local.database;

import com.moxton.payments.local.EmbeddedServerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that outlived its JVM. kill -9 of the JVM leaves it behind with its files locked: the next server would wait
 * half a minute for "aria control file" and give up.
 */
final class OrphanedServer {
    private static final Logger log = LoggerFactory.getLogger(OrphanedServer.class);
    private static final int STOP_TIMEOUT_SECONDS = 20;

    private OrphanedServer() {}

    static void remember(Path home, long pid) {
        try {
            Files.writeString(pidFile(home), Long.toString(pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void forget(Path home) {
        try {
            Files.deleteIfExists(pidFile(home));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only for the owner of the directory's lock: only then is a server on it an orphan. */
    static void end(Path home) {
        find(home).ifPresent(orphan -> {
            log.atWarn().addKeyValue("pid", orphan.pid()).log("ending the MariaDB of an earlier run that was killed");
            orphan.destroy();
            try {
                await(orphan);
            } catch (TimeoutException e) {
                orphan.destroyForcibly();
                try {
                    await(orphan);
                } catch (TimeoutException stillThere) {
                    throw new EmbeddedServerException(
                            "MariaDB of an earlier run can't be ended: process " + orphan.pid(), stillThere);
                }
            }
        });
        forget(home);
    }

    private static void await(ProcessHandle orphan) throws TimeoutException {
        try {
            orphan.onExit().get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("Interrupted while waiting for process " + orphan.pid(), e);
        }
    }

    private static Optional<ProcessHandle> find(Path home) {
        try {
            if (!Files.exists(pidFile(home))) {
                return Optional.empty();
            }
            long pid = Long.parseLong(Files.readString(pidFile(home)).trim());
            return ProcessHandle.of(pid).filter(process -> isOurs(process, home));
        } catch (NumberFormatException e) {
            return Optional.empty(); // killed while it was written
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Process ids are given out again: the program and its data directory must be the ones we started.
    private static boolean isOurs(ProcessHandle process, Path home) {
        ProcessHandle.Info info = process.info();
        Path program = Path.of(info.command().orElse("")).getFileName();
        boolean mariaDb = program != null
                && (program.toString().startsWith("mariadbd")
                        || program.toString().startsWith("mysqld"));
        String expected = MariaDbDirectory.dataOption(home.resolve("data"));
        // Windows doesn't tell a process's arguments.
        return mariaDb
                && info.arguments()
                        .map(arguments -> Arrays.asList(arguments).contains(expected))
                        .orElse(true);
    }

    private static Path pidFile(Path home) {
        return home.resolve("server.pid");
    }
}
