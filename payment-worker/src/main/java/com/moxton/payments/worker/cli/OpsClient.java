package com.moxton.payments.worker.cli;

import com.moxton.payments.events.EventJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls {@code /ops/api} of one worker. */
final class OpsClient {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final URI worker;
    private final String authorization;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    OpsClient(URI worker, String authorization) {
        this.worker = worker;
        this.authorization = authorization;
    }

    /**
     * @param path below {@code /ops/api}
     * @throws OpsCallException that says what the worker said
     */
    JsonNode get(String path) {
        return call(path, null);
    }

    /**
     * @param body written as JSON
     * @throws OpsCallException that says what the worker said
     */
    JsonNode post(String path, Object body) {
        return call(path, body);
    }

    private JsonNode call(String path, @Nullable Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(worker + "/ops/api" + path))
                .timeout(ANSWER)
                .header("Authorization", authorization)
                .header("Accept", "application/json, application/problem+json");
        if (body != null) {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(EventJson.write(body)));
        }
        HttpResponse<byte[]> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw OpsCallException.unreachable(
                    "%s does not answer (%s)".formatted(worker, e.getClass().getSimpleName()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw OpsCallException.unreachable("interrupted");
        }
        return read(response);
    }

    private JsonNode read(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status == 401 || status == 403) {
            throw OpsCallException.unreachable("%s refuses the sign-in (%d)".formatted(worker, status));
        }
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(response.body());
        } catch (JacksonException e) {
            throw OpsCallException.unreachable(
                    "%s answered %d, and no JSON: is it a worker?".formatted(worker, status));
        }
        if (status >= 400) {
            String message = "%s (%s)"
                    .formatted(
                            json.path("detail").asString("refused with " + status),
                            json.path("code").asString(String.valueOf(status)));
            throw status == 503 ? OpsCallException.unreachable(message) : OpsCallException.refused(message);
        }
        return json;
    }
}
