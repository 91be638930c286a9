package com.moxton.payments.local.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.springframework.util.FileSystemUtils;

/**
 * Answers a browser that takes it for Stripe: as js.stripe.com with a small script, as api.stripe.com with what the simulator
 * says. So the page runs under its real policy, with the real addresses.
 */
final class StripeStandIn implements AutoCloseable {
    private static final String PASSWORD = "stand-in";

    private final HttpsServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI simulator;

    private StripeStandIn(HttpsServer server, URI simulator) {
        this.server = server;
        this.simulator = simulator;
    }

    static StripeStandIn start(URI simulator) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        StripeStandIn standIn = new StripeStandIn(server, simulator);
        server.createContext("/", standIn::answer);
        server.start();
        return standIn;
    }

    /** That lead a Chromium here instead of to Stripe, and nowhere else. */
    String[] browserArguments() {
        int port = server.getAddress().getPort();
        return new String[] {
            "--ignore-certificate-errors",
            "--no-proxy-server",
            "--host-resolver-rules=MAP js.stripe.com:443 127.0.0.1:%1$d, MAP api.stripe.com:443 127.0.0.1:%1$d"
                    .formatted(port)
        };
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String host = exchange.getRequestHeaders().getFirst("Host");
            String path = exchange.getRequestURI().getPath();
            if ("api.stripe.com".equals(host)) {
                forward(exchange);
            } else if ("js.stripe.com".equals(host) && path.equals("/dahlia/stripe.js")) {
                send(exchange, "text/javascript", file("stripe.js"));
            } else if ("js.stripe.com".equals(host) && path.equals("/dahlia/fields.html")) {
                send(exchange, "text/html", file("fields.html"));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private void forward(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(simulator.resolve(exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        for (String name : new String[] {"Content-Type", "Origin", "Access-Control-Request-Method"}) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            answer.headers().map().forEach((name, values) -> {
                if (name.startsWith("access-control-") || name.equals("content-type")) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            byte[] body = answer.body();
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream bytes =
                Objects.requireNonNull(StripeStandIn.class.getResourceAsStream("/stripe-stand-in/" + name), name)) {
            return bytes.readAllBytes();
        }
    }

    /** The JDK makes certificates by its tool alone. */
    private static SSLContext selfSigned() throws IOException, GeneralSecurityException, InterruptedException {
        Path folder = Files.createTempDirectory("stripe-stand-in");
        try {
            Path file = folder.resolve("keys.p12");
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "stripe",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=js.stripe.com",
                            "-validity",
                            "2",
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            PASSWORD,
                            "-keystore",
                            file.toString())
                    .inheritIO()
                    .start();
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool ended with " + keytool.exitValue());
            }
            KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        http.shutdownNow();
    }
}
