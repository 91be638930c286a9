package com.moxton.payments.benchmarks.parts;

import com.moxton.payments.local.process.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A service, running from its jar, ready. */
public final class Service implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(300);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final JavaProcess process;
    private final int port;

    private Service(JavaProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    static Service awaited(JavaProcess process, int port) throws IOException, InterruptedException {
        Service service = new Service(process, port);
        process.await(service::isReady, START_PATIENCE);
        return service;
    }

    public boolean isReady() {
        HttpRequest request = HttpRequest.newBuilder(uri("/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public int port() {
        return port;
    }

    public JavaProcess process() {
        return process;
    }

    /** What the collector did since the start. */
    public GcLog gc() throws IOException {
        return GcLog.read(process.directory().resolve(GcLog.FILE));
    }

    public CpuClock cpu() {
        return CpuClock.of(process.pid());
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
