package com.moxton.payments.simulator.http;

import com.moxton.payments.simulator.wire.StripeIds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The wire. Jetty, because the JDK's own server overwrites the Date header, and the date of an answer is what a client
 * may order observations by.
 */
public final class HttpServer implements AutoCloseable {

    private static final int LARGEST_BODY = 1 << 20;
    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final Duration LONGEST_HANG = Duration.ofMinutes(5);
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Server server;
    private final ServerConnector connector;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** @param port 0 takes a free one */
    public HttpServer(String host, int port, Application application, InstantSource clock, String apiVersion) {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("stripe-simulator");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("stripe-simulator-"));
        this.server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendDateHeader(false);
        configuration.setSendServerVersion(false);
        this.connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                answer(request, response, callback, application, clock, apiVersion);
                return true;
            }
        });
    }

    /**
     * @return the port it listens on
     * @throws UncheckedIOException when the port is taken
     */
    public int start() {
        try {
            server.start();
            return connector.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("the simulator's HTTP server did not start", e);
        }
    }

    private void answer(
            Request request,
            Response response,
            Callback callback,
            Application application,
            InstantSource clock,
            String apiVersion)
            throws IOException, InterruptedException {
        String requestId = StripeIds.requestId();
        Outcome outcome = application.handle(read(request), requestId);
        if (outcome.fate() == Outcome.Fate.HANG) {
            closing.await(LONGEST_HANG.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (outcome.fate() != Outcome.Fate.ANSWER) {
            lose(request, response, callback);
            return;
        }
        ApiAnswer answer = outcome.answer();
        var headers = response.getHeaders();
        headers.put(HttpHeader.SERVER, "nginx");
        headers.put(HttpHeader.DATE, HTTP_DATE.format(clock.instant()));
        headers.put(HttpHeader.CONTENT_TYPE, answer.contentType());
        headers.put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        headers.put("Request-Id", requestId);
        String version = request.getHeaders().get("Stripe-Version");
        headers.put("Stripe-Version", version == null ? apiVersion : version);
        headers.put(HttpHeader.CACHE_CONTROL, "no-cache, no-store");
        headers.put("Access-Control-Allow-Origin", "*");
        headers.put("Access-Control-Allow-Methods", "GET, HEAD, PUT, PATCH, POST, DELETE");
        headers.put(
                "Access-Control-Allow-Headers",
                "authorization, content-type, idempotency-key, stripe-account, stripe-version");
        headers.put("Access-Control-Expose-Headers", "Request-Id");
        answer.headers().forEach(headers::put);
        response.setStatus(answer.status());
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    /**
     * Breaks off in the middle of the answer. Were there no first byte of it, then the JDK's HTTP client, which stripe-java
     * uses, would quietly send the POST once more and nobody would notice.
     */
    private static void lose(Request request, Response response, Callback callback) {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 1024);
        Runnable close = () -> {
            request.getConnectionMetaData().getConnection().getEndPoint().close();
            callback.failed(new EofException("connection lost on purpose"));
        };
        response.write(false, ByteBuffer.wrap(new byte[] {'{'}), Callback.from(close, failure -> close.run()));
    }

    private static ApiRequest read(Request request) throws IOException {
        byte[] body;
        try (InputStream in = Content.Source.asInputStream(request)) {
            body = in.readNBytes(LARGEST_BODY);
        }
        return new ApiRequest(
                request.getMethod(),
                Request.getPathInContext(request),
                request.getHttpURI().getQuery(),
                new String(body, StandardCharsets.UTF_8),
                header(request, "Content-Type"),
                header(request, "Authorization"),
                header(request, "Idempotency-Key"),
                header(request, "Stripe-Account"));
    }

    private static @Nullable String header(Request request, String name) {
        return request.getHeaders().get(name);
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the simulator's HTTP server did not stop", e);
        }
    }
}
