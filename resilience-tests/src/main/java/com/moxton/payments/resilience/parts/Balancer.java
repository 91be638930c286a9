package com.moxton.payments.resilience.parts;

import com.moxton.payments.local.LocalPort;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What stands in front of the instances of ingress: takes them in turns, passes over one that refuses connections, and
 * answers 502 when one breaks off in mid-request. An instance that is to go is drained first.
 */
public final class Balancer implements AutoCloseable {

    /** On answers that no instance gave. */
    public static final String OWN_ANSWER = "X-Balancer";

    private static final Set<String> NOT_PASSED_ON =
            Set.of("connection", "content-length", "host", "expect", "upgrade", "transfer-encoding");
    /** At each instance at once, as a real one has it: an instance takes so many connections, and no more. */
    private static final int MOST_AT_ONCE = 250;

    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    static {
        // Else each answer waits 40 ms for its acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .executor(threads)
            .build();
    private final List<Target> targets = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    private Balancer(HttpServer server) {
        this.server = server;
    }

    public static Balancer start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(LocalPort.loopback(), 0), 512);
        Balancer balancer = new Balancer(server);
        server.createContext("/", balancer::handle);
        server.setExecutor(balancer.threads);
        server.start();
        return balancer;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    public void add(int port) {
        if (targets.stream().noneMatch(target -> target.port() == port)) {
            targets.add(new Target(port, new AtomicInteger()));
        }
    }

    /** Sends it nothing more, and returns when what it works on is answered. */
    public void drain(int port) {
        List<Target> going =
                targets.stream().filter(target -> target.port() == port).toList();
        targets.removeAll(going);
        while (going.stream().anyMatch(target -> target.inFlight().get() > 0)) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            List<Target> candidates = List.copyOf(targets);
            int first = Math.floorMod(turn.getAndIncrement(), Math.max(1, candidates.size()));
            for (int i = 0; i < candidates.size(); i++) {
                Target target = candidates.get((first + i) % candidates.size());
                if (target.inFlight().incrementAndGet() > MOST_AT_ONCE) {
                    target.inFlight().decrementAndGet();
                    continue;
                }
                try {
                    answer(
                            exchange,
                            http.send(request(exchange, body, target), HttpResponse.BodyHandlers.ofByteArray()));
                    return;
                } catch (ConnectException e) {
                    // Nothing was sent: the next one may do it.
                    continue;
                } catch (IOException e) {
                    refuse(exchange, 502);
                    return;
                } finally {
                    target.inFlight().decrementAndGet();
                }
            }
            refuse(exchange, 503);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpRequest request(HttpExchange exchange, byte[] body, Target target) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + target.port() + exchange.getRequestURI()))
                .timeout(TIMEOUT)
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        response.headers().map().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
            }
        });
        byte[] body = response.body();
        exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static void refuse(HttpExchange exchange, int status) throws IOException {
        exchange.getResponseHeaders().add(OWN_ANSWER, "no instance");
        exchange.sendResponseHeaders(status, -1);
    }

    @Override
    public void close() {
        server.stop(0);
        http.shutdownNow();
        threads.shutdownNow();
    }

    private record Target(int port, AtomicInteger inFlight) {}
}
