package com.moxton.payments.ingress;

import static java.util.Objects.requireNonNull;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code docs/api/ingress.openapi.yaml}. */
public final class ApiDocument {
    private static final Path FILE = Path.of("docs/api/ingress.openapi.yaml");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private final JsonNode document;

    public ApiDocument() throws IOException {
        document = YAML.readTree(
                Files.readString(Files.exists(FILE) ? FILE : Path.of("..").resolve(FILE)));
    }

    /** What the specification's own schema finds wrong. */
    List<Error> errorsBySpecification() throws IOException {
        try (InputStream schema = requireNonNull(getClass().getResourceAsStream("/openapi/schema-3.1.yaml"))) {
            return SCHEMAS.getSchema(YAML.readTree(schema)).validate(document);
        }
    }

    /** Each operation by {@code POST /api/payments/confirm}. */
    void forEachOperation(BiConsumer<String, JsonNode> action) {
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .forEach(operation -> action.accept(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue())));
    }

    /** The node, or what its {@code $ref} leads to. */
    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").stringValue().substring(1)) : node;
    }

    /** A response of an operation by its status, or its {@code default}. */
    public JsonNode response(String path, String method, int status) {
        JsonNode responses = document.get("paths").get(path).get(method).get("responses");
        JsonNode response = responses.get(Integer.toString(status));
        return resolve(response == null ? responses.get("default") : response);
    }

    /** The names of a schema's properties. */
    public Set<String> properties(String schema) {
        return Set.copyOf(
                document.at("/components/schemas/" + schema + "/properties").propertyNames());
    }

    /** What is wrong with a body, by the schema of a media type object. */
    public List<Error> errors(JsonNode mediaType, JsonNode body) {
        ObjectNode schema = ((ObjectNode) mediaType.get("schema")).deepCopy();
        schema.set("components", document.get("components"));
        return SCHEMAS.getSchema(schema).validate(body);
    }

    /** The examples of a media type object, by name. */
    public Map<String, JsonNode> examples(JsonNode mediaType) {
        Map<String, JsonNode> examples = new TreeMap<>();
        if (mediaType.has("examples")) {
            mediaType
                    .get("examples")
                    .properties()
                    .forEach(example -> examples.put(
                            example.getKey(), resolve(example.getValue()).get("value")));
        }
        return examples;
    }

    /** The examples of a call's JSON body. */
    public List<JsonNode> requestExamples(String path) {
        return new ArrayList<>(examples(document.get("paths")
                        .get(path)
                        .get("post")
                        .get("requestBody")
                        .get("content")
                        .get("application/json"))
                .values());
    }

    /** Every media type object there is: of requests, and of responses by status or {@code default}. */
    void forEachContent(BiConsumer<String, JsonNode> action) {
        forEachOperation((call, operation) -> {
            if (operation.has("requestBody")) {
                contents(operation.get("requestBody")).forEach(content -> action.accept("request", content));
            }
            operation
                    .get("responses")
                    .properties()
                    .forEach(response -> contents(resolve(response.getValue()))
                            .forEach(content -> action.accept(response.getKey(), content)));
        });
    }

    private static Iterable<JsonNode> contents(JsonNode owner) {
        return owner.get("content").values();
    }
}
