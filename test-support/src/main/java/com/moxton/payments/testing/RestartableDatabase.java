package com.moxton.payments.testing;

import com.moxton.payments.local.LocalPort;
import com.moxton.payments.local.database.EmbeddedMariaDb;
import java.nio.file.Path;

/**
 * A database server of the test's own that may be stopped and started again: same address, same data. It is embedded in
 * every lane, for the reasons of {@link RestartableKafka}.
 */
public final class RestartableDatabase implements AutoCloseable {
    private static final String SCHEMA = "payments";

    private final Path directory;
    private EmbeddedMariaDb mariaDb;
    private boolean running;

    private RestartableDatabase(Path directory) {
        this.directory = directory;
        this.mariaDb = EmbeddedMariaDb.start(directory, LocalPort.free("MariaDB"));
        this.running = true;
    }

    /** Starts a new server. Its one schema is created at the first connection. */
    public static RestartableDatabase start() {
        return new RestartableDatabase(TestDirectory.another("mariadb"));
    }

    public String url() {
        return mariaDb.jdbcUrl(SCHEMA);
    }

    public String user() {
        return mariaDb.user();
    }

    public String password() {
        return mariaDb.password();
    }

    /** Clients lose their connections and find nobody listening. Does nothing when it is stopped. */
    public synchronized void stop() {
        if (running) {
            mariaDb.close();
            running = false;
        }
    }

    /** On the same port, with the same data. Does nothing when it runs. */
    public synchronized void restart() {
        if (!running) {
            mariaDb = EmbeddedMariaDb.start(directory, new LocalPort("MariaDB", mariaDb.port()));
            running = true;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
