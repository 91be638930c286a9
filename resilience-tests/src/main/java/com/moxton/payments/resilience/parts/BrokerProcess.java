package com.moxton.payments.resilience.parts;

import com.moxton.payments.local.LocalPort;
import com.moxton.payments.local.kafka.EmbeddedKafkaMain;
import com.moxton.payments.local.process.JavaProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The Kafka broker, reached through a {@link Line}. What it has acknowledged is on its disk. */
public final class BrokerProcess implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(90);

    private final Path home;
    private final Path data;
    private final int port;
    private final Line line;
    private int starts;
    private JavaProcess process;

    BrokerProcess(Path home, Path data) throws IOException {
        this.home = home;
        this.data = data;
        this.port = LocalPort.free("Kafka").claim();
        this.line = Line.to(port);
        this.process = launch();
    }

    private JavaProcess launch() throws IOException {
        starts++;
        return JavaProcess.start(
                new JavaProcess.Launch(
                        "broker",
                        List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        List.of(
                                "-cp",
                                System.getProperty("java.class.path"),
                                EmbeddedKafkaMain.class.getName(),
                                data.toString(),
                                Integer.toString(port),
                                Integer.toString(line.port())),
                        Map.of()),
                home.resolve("broker-" + starts));
    }

    public BrokerProcess awaitReady() throws IOException, InterruptedException {
        process.await(this::answers, START_PATIENCE);
        return this;
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(LocalPort.loopback(), port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Through the line: the broker tells clients no other address. */
    public String bootstrapServers() {
        return "127.0.0.1:" + line.port();
    }

    public Line line() {
        return line;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public void kill() throws InterruptedException {
        process.kill();
    }

    public void stop() throws InterruptedException {
        process.close();
    }

    public void start() throws IOException {
        process = launch();
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
        line.close();
    }
}
