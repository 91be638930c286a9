package com.moxton.payments.local.database;

import com.moxton.payments.local.EmbeddedServerException;
import com.moxton.payments.local.LocalPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running server. */
final class MariaDbProcess {
    private static final Logger log = LoggerFactory.getLogger(MariaDbProcess.class);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Process process;
    private final MariaDbDirectory directory;

    private MariaDbProcess(Process process, MariaDbDirectory directory) {
        this.process = process;
        this.directory = directory;
    }

    static MariaDbProcess start(MariaDbDirectory directory, int port, List<String> options) {
        try {
            Process process = directory.launch(directory.serverCommand(port, options));
            OrphanedServer.remember(directory.home(), process.pid());
            MariaDbProcess started = new MariaDbProcess(process, directory);
            try {
                started.awaitGreeting(port);
            } catch (RuntimeException | Error e) {
                started.stop();
                throw e;
            }
            return started;
        } catch (IOException e) {
            throw new EmbeddedServerException("MariaDB can't be started: " + e.getMessage(), e);
        }
    }

    private void awaitGreeting(int port) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!isGreeting(port)) {
            if (!process.isAlive()) {
                throw failure("ended with exit code " + process.exitValue(), port);
            }
            if (System.nanoTime() > deadline) {
                throw failure("is not ready after " + START_TIMEOUT.toSeconds() + " s", port);
            }
            try {
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failure("was interrupted", port);
            }
        }
    }

    private EmbeddedServerException failure(String what, int port) {
        return new EmbeddedServerException(
                "MariaDB on port " + port + " " + what + ". It said last:\n" + directory.lastLines(), null);
    }

    /** The server speaks first: a connection that gets a byte has met it. */
    private static boolean isGreeting(int port) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(1_000);
            socket.connect(new InetSocketAddress(LocalPort.loopback(), port), 1_000);
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    long pid() {
        return process.pid();
    }

    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                log.atWarn().addKeyValue("pid", process.pid()).log("MariaDB did not stop in time and is killed");
                process.destroyForcibly().waitFor();
            }
            OrphanedServer.forget(directory.home());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
