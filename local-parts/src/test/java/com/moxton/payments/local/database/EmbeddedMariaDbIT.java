package com.moxton.payments.local.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.moxton.payments.local.ChildJvm;
import com.moxton.payments.local.DataDirectoryInUseException;
import com.moxton.payments.local.LocalPort;
import com.moxton.payments.local.PortTakenException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMariaDbIT {

    @TempDir
    Path directory;

    @Test
    void keepsRowsOverARestart() throws Exception {
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory, LocalPort.free("MariaDB"))) {
            write(database.jdbcUrl("shop"), "kept");
        }
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory, LocalPort.free("MariaDB"))) {
            assertThat(read(database.jdbcUrl("shop"))).isEqualTo("kept");
        }
    }

    @Test
    void keepsRowsOverKillMinusNineAndEndsTheOrphan() throws Exception {
        long orphan;
        try (ChildJvm child = ChildJvm.run(DatabaseMain.class, directory.toString())) {
            String[] answer = child.answer().split(" ");
            orphan = Long.parseLong(answer[0]);
            write(answer[1], "committed");
            child.kill();
        }
        assertThat(ProcessHandle.of(orphan)).isPresent();

        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory, LocalPort.free("MariaDB"))) {
            assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(read(database.jdbcUrl("shop"))).isEqualTo("committed");
        }
    }

    @Test
    void leavesAnotherProgramWithTheRememberedPidAlone() {
        long somebodyElse = ProcessHandle.current().pid();
        OrphanedServer.remember(directory, somebodyElse);

        OrphanedServer.end(directory);

        assertThat(ProcessHandle.of(somebodyElse)).isPresent();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void leavesTheServerOfALivingProcessAlone() throws Exception {
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory, LocalPort.free("MariaDB"))) {
            assertThatExceptionOfType(DataDirectoryInUseException.class)
                    .isThrownBy(() -> EmbeddedMariaDb.start(directory, LocalPort.free("MariaDB")));

            write(database.jdbcUrl("shop"), "still there");
        }
    }

    @Test
    void saysWhichPortIsTaken() {
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory, LocalPort.free("MariaDB"))) {
            LocalPort taken = new LocalPort("MariaDB (MYSQL_PORT)", database.port());
            assertThatExceptionOfType(PortTakenException.class)
                    .isThrownBy(() -> EmbeddedMariaDb.start(directory.resolve("second"), taken))
                    .withMessageContaining("MariaDB (MYSQL_PORT)");
        }
    }

    private static void write(String url, String text) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "root", "none");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE letters (text VARCHAR(100))");
            statement.execute("INSERT INTO letters VALUES ('" + text + "')");
        }
    }

    private static String read(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "root", "none");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT text FROM letters")) {
            row.next();
            return row.getString(1);
        }
    }

    /** Runs until it is killed. */
    static class DatabaseMain {
        public static void main(String[] arguments) throws InterruptedException {
            EmbeddedMariaDb database = EmbeddedMariaDb.start(Path.of(arguments[0]), LocalPort.free("MariaDB"));
            System.out.println(ChildJvm.READY + database.pid() + " " + database.jdbcUrl("shop"));
            Thread.currentThread().join();
        }
    }
}
