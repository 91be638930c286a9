package com.moxton.payments.simulator.http;

import com.moxton.payments.simulator.wire.StripeJson;
import com.moxton.payments.simulator.wire.StripeRefusal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An answer before it is written. */
record ApiAnswer(int status, String contentType, byte[] body, Map<String, String> headers) {

    private static final String JSON = "application/json";

    static ApiAnswer json(int status, JsonNode body) {
        return new ApiAnswer(status, JSON, StripeJson.pretty(body), Map.of());
    }

    static ApiAnswer html(int status, String body) {
        return new ApiAnswer(status, "text/html; charset=utf-8", body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static ApiAnswer seeOther(String location) {
        return new ApiAnswer(303, "text/plain; charset=utf-8", new byte[0], Map.of("Location", location));
    }

    static ApiAnswer refusal(StripeRefusal refusal, String requestId) {
        ObjectNode error = refusal.error();
        error.put("request_log_url", "https://dashboard.stripe.com/test/logs/" + requestId);
        ObjectNode body = StripeJson.object();
        body.set("error", error);
        ApiAnswer answer = json(refusal.status(), body);
        return switch (refusal.status()) {
            case 401 -> answer.with("WWW-Authenticate", "Bearer realm=\"Stripe\"");
            case 409, 500, 502, 503, 504 -> answer.with("Stripe-Should-Retry", "true");
            case 429 -> answer.with("Stripe-Rate-Limited-Reason", "global-rate");
            default -> answer;
        };
    }

    ApiAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiAnswer(status, contentType, body, more);
    }
}
