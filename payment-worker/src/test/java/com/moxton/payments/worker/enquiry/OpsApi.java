package com.moxton.payments.worker.enquiry;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API as a script calls it. */
final class OpsApi {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SIGNED_IN =
            "Basic " + Base64.getEncoder().encodeToString("ops:only-for-tests".getBytes(StandardCharsets.UTF_8));

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    OpsApi(int port) {
        this.base = "http://localhost:" + port + "/ops/api";
    }

    record Answer(int status, String text) {
        JsonNode json() {
            return JSON.readTree(text);
        }

        String field() {
            return json().path("field").asString("");
        }
    }

    /** @param parameters names and values by turns */
    Answer get(String path, String... parameters) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < parameters.length; i += 2) {
            query.append(i == 0 ? '?' : '&')
                    .append(parameters[i])
                    .append('=')
                    .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        return send(request(path + query).GET());
    }

    Answer post(String path) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString("{}")));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", SIGNED_IN);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
