package com.moxton.payments.worker.ops;

import static java.util.Objects.requireNonNull;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts an example beside each body of {@code /ops/api/openapi}, and the status that is really answered. They were answers of a
 * running stack, shortened, and lie in {@code openapi/ops-examples.json} by {@code POST /ops/api/replays}.
 */
@Component
class OpsApiExamples implements OpenApiCustomizer {
    private static final String FILE = "/openapi/ops-examples.json";
    private static final String JSON = "application/json";
    /** What springdoc takes for granted. */
    private static final String USUAL = "200";

    /** @param request null for a call without a body */
    record Example(
            int status, @Nullable Object request, @Nullable Object response) {}

    @Override
    public void customise(OpenAPI api) {
        Map<String, Example> examples = read();
        api.getPaths()
                .forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
                    Example example = examples.get(method + " " + path);
                    if (example != null) {
                        show(operation, example);
                    }
                }));
    }

    private static void show(Operation operation, Example example) {
        if (operation.getRequestBody() != null && example.request() != null) {
            json(operation.getRequestBody().getContent()).setExample(example.request());
        }
        ApiResponses responses = operation.getResponses();
        ApiResponse good = responses.remove(USUAL);
        if (good != null) {
            json(good.getContent()).setExample(example.response());
            responses.addApiResponse(Integer.toString(example.status()), good);
        }
    }

    private static MediaType json(Map<String, MediaType> content) {
        return requireNonNull(content.get(JSON), JSON);
    }

    /** Read for each description anew: it is asked for once in a while, and needs no memory in between. */
    private static Map<String, Example> read() {
        try (InputStream file = requireNonNull(OpsApiExamples.class.getResourceAsStream(FILE), FILE)) {
            return JsonMapper.shared().readValue(file, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
