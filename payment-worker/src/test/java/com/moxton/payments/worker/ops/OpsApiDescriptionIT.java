package com.moxton.payments.worker.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.WorkerIT;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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
import tools.jackson.databind.node.ObjectNode;

class OpsApiDescriptionIT extends WorkerIT {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

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

    /** Each body in and out has one, and it is what the schema says: no member that the schema doesn't know. */
    @Test
    void hasAnExampleOfEachBodyThatFitsItsSchema() throws Exception {
        JsonNode api = JsonMapper.shared().readTree(get("ops:only-for-tests").body());
        closeSchemas(api.at("/components/schemas"));
        List<String> wrong = new ArrayList<>();
        api.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    String call = operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                    check(
                            api,
                            call + " request",
                            operation.getValue().at("/requestBody/content/application~1json"),
                            wrong);
                    operation.getValue().get("responses").properties().stream()
                            .filter(response -> response.getKey().startsWith("2"))
                            .forEach(response -> check(
                                    api,
                                    call + " " + response.getKey(),
                                    response.getValue().at("/content/application~1json"),
                                    wrong));
                }));
        assertThat(wrong).isEmpty();
        assertThat(api.at("/paths/~1ops~1api~1replays/post/responses").propertyNames())
                .as("a replay is accepted, not done")
                .contains("202")
                .doesNotContain("200");
        assertThat(api.at("/components/schemas/AuditEntry/properties").propertyNames())
                .contains("act", "userName");
    }

    /** A member that a schema doesn't name is then an error: it may be a misspelt one, or a schema of another class. */
    private static void closeSchemas(JsonNode schemas) {
        schemas.values().forEach(schema -> {
            if (schema.has("properties") && !schema.has("additionalProperties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        });
    }

    private static void check(JsonNode api, String what, JsonNode mediaType, List<String> wrong) {
        if (mediaType.isMissingNode()) {
            return;
        }
        if (!mediaType.has("example")) {
            wrong.add(what + " has no example");
            return;
        }
        ObjectNode schema = ((ObjectNode) mediaType.get("schema")).deepCopy();
        schema.set("components", api.get("components"));
        SCHEMAS.getSchema(schema).validate(mediaType.get("example")).forEach(error -> wrong.add(what + ": " + error));
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
