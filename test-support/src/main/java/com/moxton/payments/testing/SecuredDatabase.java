package com.moxton.payments.testing;

import com.moxton.payments.local.LocalPort;
import com.moxton.payments.local.database.EmbeddedMariaDb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.utility.MountableFile;

/**
 * A database server of the test's own that takes nobody without TLS and a password, and knows who may do what: MySQL in the
 * lane of containers, else an embedded MariaDB.
 */
public final class SecuredDatabase implements AutoCloseable {
    public static final String SCHEMA = "payments";
    public static final String MIGRATION = "payments_migration";
    public static final String WORKER = "payments_worker";
    public static final String STOREFRONT = "payments_storefront";
    private static final String ADMIN = "root";
    /** By a user of the container's own, too. */
    private static final int READABLE = 0644;

    private final TestCertificates certificates;
    private final String address;
    private final AutoCloseable server;

    private SecuredDatabase(TestCertificates certificates, String host, int port, AutoCloseable server) {
        this.certificates = certificates;
        this.address = "jdbc:mysql://" + host + ":" + port + "/";
        this.server = server;
    }

    public static SecuredDatabase start() {
        TestCertificates certificates = TestCertificates.make();
        return TestServers.lane() == Lane.CONTAINERS ? mySql(certificates) : mariaDb(certificates);
    }

    private static SecuredDatabase mySql(TestCertificates certificates) {
        MySQLContainer container = new MySQLContainer(DockerEngine.MYSQL_IMAGE.asCompatibleSubstituteFor("mysql"));
        container.withUsername(ADMIN).withPassword(passwordOf(ADMIN)).withTmpFs(Map.of("/var/lib/mysql", "rw"));
        container.withCopyFileToContainer(mounted(certificates.authorityPem()), "/certificates/ca.pem");
        container.withCopyFileToContainer(mounted(certificates.serverCertificatePem()), "/certificates/server.pem");
        container.withCopyFileToContainer(mounted(certificates.serverKeyPem()), "/certificates/key.pem");
        container.withCommand(
                "--ssl-ca=/certificates/ca.pem",
                "--ssl-cert=/certificates/server.pem",
                "--ssl-key=/certificates/key.pem");
        container.start();
        return new SecuredDatabase(
                certificates, container.getHost(), container.getMappedPort(MySQLContainer.MYSQL_PORT), container::stop);
    }

    private static MountableFile mounted(Path file) {
        return MountableFile.forHostPath(file, READABLE);
    }

    private static SecuredDatabase mariaDb(TestCertificates certificates) {
        Path administrator = certificates.authorityPem().resolveSibling("administrator.sql");
        try {
            Files.writeString(administrator, """
                    CREATE USER IF NOT EXISTS 'root'@'%%' IDENTIFIED BY '%s';
                    GRANT ALL ON *.* TO 'root'@'%%' WITH GRANT OPTION;
                    """.formatted(passwordOf(ADMIN)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        EmbeddedMariaDb server = EmbeddedMariaDb.start(
                TestDirectory.another("secured-mariadb"),
                LocalPort.free("MariaDB"),
                List.of(
                        "--skip-grant-tables=0",
                        "--ssl=1",
                        "--ssl-ca=" + certificates.authorityPem(),
                        "--ssl-cert=" + certificates.serverCertificatePem(),
                        "--ssl-key=" + certificates.serverKeyPem(),
                        "--init-file=" + administrator));
        return new SecuredDatabase(certificates, LocalPort.loopback().getHostAddress(), server.port(), server);
    }

    /** As {@code docs/operations.md} shows it: nobody is talked to but a server that the authority vouches for. */
    public String url() {
        return url(SCHEMA, certificates);
    }

    public String urlTrusting(TestCertificates others) {
        return url(SCHEMA, others);
    }

    private String url(String schema, TestCertificates trusted) {
        return address + schema + "?sslMode=VERIFY_CA&trustCertificateKeyStoreType=PKCS12&trustCertificateKeyStoreUrl="
                + trusted.trustStore().toUri() + "&trustCertificateKeyStorePassword=" + TestCertificates.PASSWORD;
    }

    public String urlWithoutTls() {
        return address + SCHEMA + "?sslMode=DISABLED&allowPublicKeyRetrieval=true";
    }

    public String passwordFor(String user) {
        return passwordOf(user);
    }

    private static String passwordOf(String user) {
        return user + "-only-for-tests";
    }

    /** Runs one of {@code deploy/mysql}'s scripts as the administrator, with its names filled in as {@code envsubst} would. */
    public void run(Path script) {
        try {
            String sql = Files.readString(script);
            for (Map.Entry<String, String> name : Map.of(
                            "PAYMENTS_SCHEMA", SCHEMA,
                            "MIGRATION_PASSWORD", passwordOf(MIGRATION),
                            "WORKER_PASSWORD", passwordOf(WORKER),
                            "STOREFRONT_PASSWORD", passwordOf(STOREFRONT))
                    .entrySet()) {
                sql = sql.replace("${" + name.getKey() + "}", name.getValue());
            }
            try (Connection connection = DriverManager.getConnection(url("", certificates), ADMIN, passwordOf(ADMIN));
                    Statement statement = connection.createStatement()) {
                for (String command : sql.replaceAll("(?m)^--.*$", "").split(";")) {
                    if (!command.isBlank()) {
                        statement.execute(command);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(script + " failed", e);
        }
    }

    public Connection connect(String user) throws SQLException {
        return DriverManager.getConnection(url(), user, passwordOf(user));
    }

    /** As the one who may do everything. */
    public Connection connectAsAdmin() throws SQLException {
        return connect(ADMIN);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException("The database server can't be stopped", e);
        }
    }
}
