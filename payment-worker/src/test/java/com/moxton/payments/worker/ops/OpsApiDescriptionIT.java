package com.moxton.payments.worker.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.WorkerIT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpsApiDescriptionIT extends WorkerIT {

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    @LocalServerPort
    private int port;

    @Test
    void describesEveryCallUnderOpsApi() throws Exception {
        HttpResponse<String> response = get("ops:only-for-tests");
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode api = JsonMapper.shared().readTree(response.body());

        Set<String> described = new TreeSet<>();
        api.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    described.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                    assertThat(operation
                                    .getValue()
                                    .at("/responses/default/content")
                                    .propertyNames())
                            .as("errors of %s", path.getKey())
                            .containsExactly("application/problem+json");
                }));
        assertThat(described).isEqualTo(callsOfControllers()).contains("POST /ops/api/replays");
        assertThat(api.at("/components/securitySchemes").propertyNames())
                .containsExactlyInAnyOrder("password", "token");
        assertThat(api.at("/components/schemas").propertyNames()).doesNotContain("Principal");
    }

    @Test
    void tellsStrangersNothing() throws Exception {
        assertThat(get("ops:wrong").statusCode()).isEqualTo(401);
    }

    private Set<String> callsOfControllers() {
        Set<String> calls = new TreeSet<>();
        mappings.getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues().stream()
                        .filter(path -> path.startsWith("/ops/api/") && !path.startsWith("/ops/api/openapi"))
                        .forEach(path -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> calls.add(method + " " + path))));
        return calls;
    }

    private HttpResponse<String> get(String credentials) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/ops/api/openapi".formatted(port)))
                            .header(
                                    "Authorization",
                                    "Basic "
                                            + Base64.getEncoder()
                                                    .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
