package com.moxton.payments.worker.stripe;

import com.moxton.payments.tracing.TraceSpan;
import com.stripe.Stripe;
import com.stripe.exception.ApiConnectionException;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpContent;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Carries stripe-java's requests over {@code java.net.http}. Its own client, {@code HttpURLConnection}, keeps five idle
 * connections to a host: hundreds of calls at once would each begin with a TLS handshake. It also has no limit for the
 * answer as a whole, only for each read.
 *
 * <p>A virtual thread that waits in here holds no platform thread: the wait is for a future, and the bytes are moved by
 * the client's selector. HTTP/1.1, because one HTTP/2 connection carries about a hundred calls and then refuses.
 */
final class JdkStripeHttpClient extends HttpClient implements AutoCloseable {
    private final java.net.http.HttpClient http;
    private final Duration readTimeout;
    private volatile boolean closed;

    JdkStripeHttpClient(Duration connectTimeout, Duration readTimeout) {
        this.readTimeout = readTimeout;
        this.http = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /**
     * @throws CancellationException when this worker is stopping: that says nothing of Stripe, so no conclusion may be
     *     drawn from it and nobody be told
     */
    @Override
    public StripeResponse request(StripeRequest request) throws ApiConnectionException {
        try (TraceSpan span = StripeCallSpan.begin(request)) {
            StripeResponse response = send(request, span);
            StripeCallSpan.answered(span, response);
            return response;
        }
    }

    private StripeResponse send(StripeRequest request, TraceSpan span) throws ApiConnectionException {
        CompletableFuture<HttpResponse<String>> call =
                http.sendAsync(toHttp(request), BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            // Over the whole answer: the request's own timeout would end with its headers.
            HttpResponse<String> response = call.get(readTimeout.toNanos(), TimeUnit.NANOSECONDS);
            return new StripeResponse(
                    response.statusCode(), HttpHeaders.of(response.headers().map()), response.body());
        } catch (ExecutionException e) {
            if (closed) {
                throw new CancellationException("The client is closed");
            }
            throw failed(e.getCause(), span);
        } catch (TimeoutException e) {
            call.cancel(true);
            throw failed(e, span);
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted");
        }
    }

    private static HttpRequest toHttp(StripeRequest request) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(request.url().toString()));
        request.headers().map().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        builder.setHeader("User-Agent", "Stripe/v1 JavaBindings/" + Stripe.VERSION);
        HttpContent content = request.content();
        if (content == null) {
            builder.method(request.method().name(), BodyPublishers.noBody());
        } else {
            builder.setHeader("Content-Type", content.contentType());
            builder.method(request.method().name(), BodyPublishers.ofByteArray(content.byteArrayContent()));
        }
        return builder.build();
    }

    /** Named by its class: the text of an exception may hold the address with everything in it. */
    private static ApiConnectionException failed(@Nullable Throwable cause, TraceSpan span) {
        String what = cause == null ? "unknown" : cause.getClass().getSimpleName();
        span.failed(what);
        return new ApiConnectionException(
                "No answer from Stripe: " + what, cause instanceof IOException ? cause : null);
    }

    @Override
    public void close() {
        closed = true;
        http.shutdownNow();
    }
}
