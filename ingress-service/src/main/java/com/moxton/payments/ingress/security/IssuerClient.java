package com.moxton.payments.ingress.security;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.RequestEntity;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestTemplate;

/**
 * Asks the issuer for its keys, at most once in ten seconds. The decoder asks whenever a token names a key that it doesn't
 * know, and a token that somebody made up may name any: each would be a call to the issuer, and all others would wait for
 * it. A key that is used within ten seconds of its first appearance may be refused for so long.
 */
final class IssuerClient extends RestTemplate {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private record Keys(ResponseEntity<?> answer, long askedAt) {}

    private final AtomicReference<@Nullable Keys> last = new AtomicReference<>();

    IssuerClient() {
        SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
        requests.setConnectTimeout(TIMEOUT);
        requests.setReadTimeout(TIMEOUT);
        setRequestFactory(requests);
    }

    /** The way in which the decoder asks for keys; for the issuer's metadata, which it asks for once, there is another. */
    @Override
    @SuppressWarnings("unchecked")
    public <T> ResponseEntity<T> exchange(RequestEntity<?> request, Class<T> type) {
        Keys known = last.get();
        if (known != null && System.nanoTime() - known.askedAt() < PAUSE_NANOS) {
            // Keys are asked for as text, and there is one address of them.
            return (ResponseEntity<T>) known.answer();
        }
        ResponseEntity<T> answer = super.exchange(request, type);
        last.set(new Keys(answer, System.nanoTime()));
        return answer;
    }
}
