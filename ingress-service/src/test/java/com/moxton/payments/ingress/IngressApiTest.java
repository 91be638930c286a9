package com.moxton.payments.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.webhook.Webhooks;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** {@code docs/api/ingress.openapi.yaml} says what the service does. The service itself doesn't serve it. */
class IngressApiTest extends IngressHttpTest {

    private final ApiDocument api = new ApiDocument();

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    IngressApiTest() throws Exception {}

    @Test
    void isAnOpenApiDocument() throws Exception {
        assertThat(api.errorsBySpecification()).isEmpty();
    }

    @Test
    void describesEveryCallAndNoOther() {
        Set<String> described = new TreeSet<>();
        api.forEachOperation((call, operation) -> described.add(call));

        assertThat(described).isEqualTo(callsOfControllers()).isNotEmpty();
    }

    @Test
    void showsEveryProblemCodeUnderItsStatus() {
        Set<String> shown = new TreeSet<>();
        api.forEachContent((status, content) -> api.examples(content).forEach((name, problem) -> {
            if (problem.has("code")) {
                ProblemCode code = ProblemCode.valueOf(name.toUpperCase(Locale.ROOT));
                assertThat(problem.get("code").stringValue()).isEqualTo(code.code());
                assertThat(problem.get("status").intValue()).as(name).isEqualTo(code.status());
                assertThat(problem.get("title").stringValue()).as(name).isEqualTo(code.title());
                assertThat(problem.get("type").stringValue()).endsWith(":" + code.code());
                assertThat(status).as("where %s is shown", name).isIn("default", Integer.toString(code.status()));
                shown.add(name);
            }
        }));

        assertThat(shown)
                .as("codes with an example in docs/api/ingress.openapi.yaml")
                .isEqualTo(new TreeSet<>(Arrays.stream(ProblemCode.values())
                        .map(ProblemCode::code)
                        .toList()));
    }

    @Test
    void givesExamplesThatFit() {
        api.forEachContent((status, content) -> api.examples(content)
                .forEach((name, example) ->
                        assertThat(api.errors(content, example)).as(name).isEmpty()));
    }

    @Test
    void answersWebhooksAsItSays() throws Exception {
        byte[] event = Webhooks.event("evt_1", "pi_1");
        HttpRequest.Builder webhook = request("/api/payments/webhook").POST(BodyPublishers.ofByteArray(event));

        assertFits(send(webhook), 400);
        assertFits(send(webhook.header("Stripe-Signature", Webhooks.signature(event, WEBHOOK_SECRET))), 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v3/api-docs", "/swagger-ui/index.html", "/openapi", "/api/openapi"})
    void servesNoDescriptionOfItself(String path) throws Exception {
        assertThat(send(request(path, "u1")).statusCode()).isEqualTo(404);
    }

    private void assertFits(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        JsonNode content = api.response("/api/payments/webhook", "post", status).get("content");
        assertThat(api.errors(content.values().iterator().next(), json(answer))).isEmpty();
    }

    private Set<String> callsOfControllers() {
        Set<String> calls = new TreeSet<>();
        mappings.getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/"))
                        // {intentId:pi_.+} is written {intentId}.
                        .map(path -> path.replaceAll(":[^}]+}", "}"))
                        .forEach(path -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> calls.add(method + " " + path))));
        return calls;
    }
}
