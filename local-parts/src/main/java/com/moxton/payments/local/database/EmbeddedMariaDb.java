package com.moxton.payments.local.database;

import com.moxton.payments.local.DataDirectoryLock;
import com.moxton.payments.local.EmbeddedServerException;
import com.moxton.payments.local.LocalPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A MariaDB server as a child process, reachable on 127.0.0.1 alone, without passwords: every user is let in and may do
 * everything. Its binaries come from Maven artifacts and are unpacked once for each user of the machine.
 *
 * <p>What its data directory holds survives {@link #close()} and also kill -9 of server and JVM. It is not for
 * production.
 */
public final class EmbeddedMariaDb implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedMariaDb.class);

    /**
     * The driver's settings that the services rely on: times are UTC on both sides, batches travel as one statement,
     * the driver asks the server less.
     */
    public static final String URL_PARAMETERS =
            "connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true&rewriteBatchedStatements=true"
                    + "&useLocalSessionState=true&cacheServerConfiguration=true&cachePrepStmts=true&prepStmtCacheSize=250"
                    + "&prepStmtCacheSqlLimit=20480&createDatabaseIfNotExist=true";

    private final MariaDbProcess process;
    private final DataDirectoryLock lock;
    private final int port;

    private EmbeddedMariaDb(MariaDbProcess process, DataDirectoryLock lock, int port) {
        this.process = process;
        this.lock = lock;
        this.port = port;
    }

    /**
     * Starts a server and returns when it takes connections: under a second; about 4 seconds when its binaries have to
     * be unpacked and the directory is new.
     *
     * @param dataDirectory created when absent; what an earlier server left there is taken up again. A server that
     *     outlived its killed JVM is ended first
     * @throws com.moxton.payments.local.PortTakenException when the given port is taken
     * @throws com.moxton.payments.local.DataDirectoryInUseException when a living process works on the directory
     * @throws EmbeddedServerException when the server doesn't start, or there is none for this machine
     */
    public static EmbeddedMariaDb start(Path dataDirectory, LocalPort port) {
        return start(dataDirectory, port, List.of());
    }

    /**
     * @param options of the server besides ours, {@code --name=value}: for measurements that need another durability or
     *     memory
     */
    public static EmbeddedMariaDb start(Path dataDirectory, LocalPort port, List<String> options) {
        long began = System.nanoTime();
        Path home = dataDirectory.toAbsolutePath().normalize();
        DataDirectoryLock lock = DataDirectoryLock.acquire(home);
        try {
            // First of all: an orphan may hold the very port we want.
            OrphanedServer.end(home);
            MariaDbDirectory directory = new MariaDbDirectory(home, MariaDbBinaries.unpacked());
            EmbeddedMariaDb database = start(directory, port, lock, options);
            log.atInfo()
                    .addKeyValue("port", database.port)
                    .addKeyValue("dataDirectory", home)
                    .addKeyValue(
                            "durationMs",
                            Duration.ofNanos(System.nanoTime() - began).toMillis())
                    .log("embedded MariaDB started");
            return database;
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedMariaDb start(
            MariaDbDirectory directory, LocalPort port, DataDirectoryLock lock, List<String> options) {
        for (int attempt = 1; ; attempt++) {
            int number = port.claim();
            directory.prepare();
            try {
                return new EmbeddedMariaDb(MariaDbProcess.start(directory, number, options), lock, number);
            } catch (EmbeddedServerException e) {
                if (!port.isAnyFree() || attempt == LocalPort.ATTEMPTS_FOR_A_FREE_ONE) {
                    throw e;
                }
                log.atWarn().addKeyValue("attempt", attempt).log("embedded MariaDB did not start, trying another port");
            }
        }
    }

    /** For MySQL Connector/J. The database is created at the first connection. */
    public String jdbcUrl(String database) {
        return "jdbc:mysql://" + LocalPort.loopback().getHostAddress() + ":" + port + "/" + database + "?"
                + URL_PARAMETERS;
    }

    public String user() {
        return "root";
    }

    /** Any text is accepted; this one says so. */
    public String password() {
        return "none";
    }

    public int port() {
        return port;
    }

    /** The server's process id. */
    public long pid() {
        return process.pid();
    }

    /** Stops the server cleanly. Close connection pools first. */
    @Override
    public synchronized void close() {
        process.stop();
        lock.close();
    }
}
