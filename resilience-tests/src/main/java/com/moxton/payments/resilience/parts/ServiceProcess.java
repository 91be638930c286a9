package com.moxton.payments.resilience.parts;

import com.moxton.payments.local.process.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One instance of a service, from its jar: it can be killed, stopped, frozen, and started again on the same port. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(180);
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(4);
    private static final int NO_ANSWER = 0;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String name;
    private final QuickJar jar;
    private final Path home;
    private final int port;
    private final Map<String, String> environment;
    private int starts;
    private JavaProcess process;

    private ServiceProcess(String name, QuickJar jar, Path home, int port, Map<String, String> environment)
            throws IOException {
        this.name = name;
        this.jar = jar;
        this.home = home;
        this.port = port;
        this.environment = environment;
        this.process = launch();
    }

    /** Started, and not ready yet. */
    static ServiceProcess launched(String name, QuickJar jar, Path home, int port, Map<String, String> environment)
            throws IOException {
        return new ServiceProcess(name, jar, home, port, environment);
    }

    private JavaProcess launch() throws IOException {
        starts++;
        return JavaProcess.start(
                new JavaProcess.Launch(
                        name, jar.jvm(), List.of("-jar", jar.jar().toString()), environment),
                home.resolve(name + "-" + starts));
    }

    public ServiceProcess awaitReady() throws IOException, InterruptedException {
        process.await(this::isReady, START_PATIENCE);
        return this;
    }

    public boolean isReady() {
        return status("/actuator/health/readiness") == 200;
    }

    public boolean isLive() {
        return status("/actuator/health/liveness") == 200;
    }

    /** Of a GET without credentials; 0 when nobody answers in time. */
    public int status(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(uri(path)).timeout(ASK_TIMEOUT).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return NO_ANSWER;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NO_ANSWER;
        }
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public int port() {
        return port;
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** kill -9. */
    public void kill() throws InterruptedException {
        process.kill();
    }

    /** SIGTERM, and what it has under way is finished. */
    public void stop() throws InterruptedException {
        process.close();
    }

    /** SIGSTOP: not a thread of it runs, and its connections stay open. */
    public void freeze() throws IOException, InterruptedException {
        Signals.send("STOP", process.pid());
    }

    /** SIGCONT. */
    public void thaw() throws IOException, InterruptedException {
        Signals.send("CONT", process.pid());
    }

    /** Again, with the same settings; what the earlier one logged is kept. */
    public void start() throws IOException {
        process = launch();
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
