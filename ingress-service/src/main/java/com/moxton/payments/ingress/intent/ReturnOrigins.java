package com.moxton.payments.ingress.intent;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a customer may be sent back to after authentication elsewhere. Stripe sends them to whatever address it is given,
 * so an address that anybody may choose would make a payment's page lead to anybody's.
 */
final class ReturnOrigins {
    static final String ANY = "*";
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final boolean any;
    private final Set<String> origins;

    /** @param origins {@code https://shop.example}, or {@code *} for all of https and this machine's */
    ReturnOrigins(List<String> origins) {
        this.any = origins.contains(ANY);
        this.origins = origins.stream()
                .map(ReturnOrigins::of)
                .filter(origin -> origin != null)
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean allow(String url) {
        String origin = of(url);
        return origin != null && (any || origins.contains(origin));
    }

    /** Scheme, host and port in one spelling; null for what no customer is sent to. */
    static @Nullable String of(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return null;
        }
        if (uri.getScheme() == null || uri.getHost() == null || uri.getUserInfo() != null) {
            return null;
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "https" -> origin(scheme, host, uri.getPort(), 443);
            // On the way elsewhere it could be read and changed.
            case "http" -> THIS_MACHINE.contains(host) ? origin(scheme, host, uri.getPort(), 80) : null;
            default -> null;
        };
    }

    private static String origin(String scheme, String host, int port, int usual) {
        return scheme + "://" + host + ":" + (port < 0 ? usual : port);
    }
}
