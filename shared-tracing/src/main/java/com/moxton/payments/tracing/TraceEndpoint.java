package com.moxton.payments.tracing;

import java.net.URI;

/** The address of a collector, as operators write it. */
public final class TraceEndpoint {
    private static final String PATH = "/v1/traces";

    private TraceEndpoint() {}

    /**
     * @return with OTLP's own path where the address has none; empty for an empty one
     * @throws IllegalArgumentException when it isn't the address of an HTTP server. Its message doesn't quote the address
     */
    public static String of(String address) {
        String stripped = address.strip();
        if (stripped.isEmpty()) {
            return "";
        }
        URI uri = URI.create(stripped);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        // A password in there would be logged with the settings.
        if (!http || uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
            throw new IllegalArgumentException("not an address like http://collector:4318");
        }
        String path = uri.getPath();
        return path.isEmpty() || path.equals("/") ? stripped.replaceAll("/$", "") + PATH : stripped;
    }
}
