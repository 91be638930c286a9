package com.moxton.payments.benchmarks.parts;

import com.moxton.payments.local.LocalPort;
import com.moxton.payments.local.database.EmbeddedMariaDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The database server, with the durability that MySQL has by default: a commit is on disk, in the redo log and in the binary
 * log, before it is answered.
 */
public final class Database implements AutoCloseable {

    /** As in docs/operations.md: what a server of that size would have. */
    private static final List<String> OPTIONS = List.of(
            "--innodb-flush-log-at-trx-commit=1",
            "--sync-binlog=1",
            "--innodb-buffer-pool-size=1G",
            "--max-connections=500");

    private final Kind kind;
    private final AutoCloseable server;
    private final String address;
    private final String password;
    private final long pid;
    private final AtomicInteger schemas = new AtomicInteger();

    private Database(Kind kind, AutoCloseable server, String address, String password, long pid) {
        this.kind = kind;
        this.server = server;
        this.address = address;
        this.password = password;
        this.pid = pid;
    }

    public enum Kind {
        /** In a container. */
        MYSQL,
        /** From Maven artifacts. */
        MARIADB;

        /** By {@code BENCHMARKS_DATABASE}; else MySQL where a Docker engine answers. */
        public static Kind ofThisRun() {
            String asked = System.getenv("BENCHMARKS_DATABASE");
            if (asked != null && !asked.isEmpty()) {
                return valueOf(asked.toUpperCase(Locale.ROOT));
            }
            return DockerClientFactory.instance().isDockerAvailable() ? MYSQL : MARIADB;
        }
    }

    static Database start(Kind kind, Path directory) {
        return kind == Kind.MYSQL ? mysql() : mariaDb(directory);
    }

    private static Database mysql() {
        MySQLContainer container =
                new MySQLContainer(DockerImageName.parse(System.getProperty("payments.infra.mysql-image", "mysql:9.7"))
                        .asCompatibleSubstituteFor("mysql"));
        container.withUsername("root").withPassword("root");
        List<String> options = new ArrayList<>(OPTIONS);
        // Only for indexes that are built at once: those of a table that a scenario fills.
        options.add("--innodb-ddl-buffer-size=256M");
        container.withCommand(options.toArray(String[]::new));
        container.start();
        Long pid = container.getCurrentContainerInfo().getState().getPidLong();
        return new Database(
                Kind.MYSQL,
                container::stop,
                "jdbc:mysql://" + container.getHost() + ":" + container.getMappedPort(MySQLContainer.MYSQL_PORT) + "/",
                container.getPassword(),
                Objects.requireNonNull(pid));
    }

    private static Database mariaDb(Path directory) {
        List<String> options = new ArrayList<>(OPTIONS);
        // MySQL writes one by default.
        options.addAll(List.of("--log-bin=binlog", "--server-id=1", "--binlog-format=ROW"));
        EmbeddedMariaDb server = EmbeddedMariaDb.start(directory, LocalPort.free("MariaDB"), options);
        return new Database(
                Kind.MARIADB, server, "jdbc:mysql://127.0.0.1:" + server.port() + "/", server.password(), server.pid());
    }

    /** A new empty schema. The worker makes its tables at its start. */
    public Schema newSchema() throws SQLException {
        String name = "bench_" + schemas.incrementAndGet() + "_" + Long.toString(System.nanoTime(), 36);
        execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
        return new Schema(this, name);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Connection connect(String schema) throws SQLException {
        return DriverManager.getConnection(urlOf(schema), user(), password);
    }

    String urlOf(String schema) {
        return address + schema + "?" + EmbeddedMariaDb.URL_PARAMETERS;
    }

    public String user() {
        return "root";
    }

    public String password() {
        return password;
    }

    /** The server's process. */
    public long pid() {
        return pid;
    }

    public CpuClock cpu() {
        return CpuClock.of(pid);
    }

    /** {@code MySQL 9.7.0}. */
    String version() throws SQLException {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT VERSION()")) {
            row.next();
            return row.getString(1);
        }
    }

    Kind kind() {
        return kind;
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
