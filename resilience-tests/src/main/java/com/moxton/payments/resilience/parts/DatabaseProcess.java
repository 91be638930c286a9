package com.moxton.payments.resilience.parts;

import com.moxton.payments.local.LocalPort;
import com.moxton.payments.local.database.EmbeddedMariaDb;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The database server. The worker reaches it through a {@link Line}; whoever prepares and checks doesn't, so that a fault
 * is the worker's alone.
 */
public final class DatabaseProcess implements AutoCloseable {

    private static final String SCHEMA = "payments";

    /** The storefront's database is there before the worker, which makes none. */
    private static final String MAKES_THE_SCHEMA = "&createDatabaseIfNotExist=true";

    /** A commit is on disk before it is answered, as MySQL has it by default. */
    private static final List<String> OPTIONS =
            List.of("--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=256M", "--max-connections=200");

    private final Path home;
    private final LocalPort port;
    private final Line line;
    private EmbeddedMariaDb server;

    /** Knows its process from a later one with the same id. */
    private volatile ProcessHandle process;

    DatabaseProcess(Path home) throws IOException, SQLException {
        this.home = home;
        this.port = new LocalPort("MariaDB", LocalPort.free("MariaDB").claim());
        this.line = Line.to(port.number());
        this.server = EmbeddedMariaDb.start(home, port, OPTIONS);
        this.process = handle(server);
        try (Connection first = DriverManager.getConnection(urlAt(port.number()) + MAKES_THE_SCHEMA, "root", "none")) {
            first.isValid(1);
        }
        // It would outlive a run that is ended.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    }

    private static ProcessHandle handle(EmbeddedMariaDb server) {
        return ProcessHandle.of(server.pid())
                .orElseThrow(() -> new IllegalStateException("The database has ended at once"));
    }

    /** For the worker. What takes longer than the time-out is given up, so that a dead line is found out. */
    String workersUrl() {
        return urlAt(line.port()) + "&socketTimeout=10000";
    }

    private static String urlAt(int port) {
        return "jdbc:mysql://127.0.0.1:" + port + "/" + SCHEMA + "?"
                + EmbeddedMariaDb.URL_PARAMETERS.replace(MAKES_THE_SCHEMA, "");
    }

    /** Not through the line. In auto-commit mode. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(urlAt(port.number()), "root", "none");
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public Line line() {
        return line;
    }

    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
        // Lets go of the directory.
        server.close();
    }

    public void stop() {
        server.close();
    }

    /** Returns when it takes connections. */
    public void start() {
        server = EmbeddedMariaDb.start(home, port, OPTIONS);
        process = handle(server);
    }

    @Override
    public void close() {
        server.close();
        line.close();
    }
}
