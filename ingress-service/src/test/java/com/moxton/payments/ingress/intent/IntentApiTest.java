package com.moxton.payments.ingress.intent;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.ClientSecret;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.events.PaymentReply;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.PaymentUpdate;
import com.moxton.payments.events.Refusal;
import com.moxton.payments.ingress.ApiDocument;
import com.moxton.payments.ingress.IngressHttpTest;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** What {@code docs/api/ingress.openapi.yaml} says of the storefront's calls is what they take and answer. */
class IntentApiTest extends IngressHttpTest {
    private static final PaymentError DECLINED = new PaymentError("card_declined", "insufficient_funds", "Too little.");
    private static final String CREATE = "/api/payments/create-intent";
    private static final String CONFIRM = "/api/payments/confirm";

    private static final ReturnOrigins ANYWHERE = new ReturnOrigins(List.of(ReturnOrigins.ANY));

    private final ApiDocument api = new ApiDocument();

    @Autowired
    private ApplicationContext context;

    private FakeWorker worker;

    IntentApiTest() throws Exception {}

    @BeforeEach
    void prepare() {
        worker = new FakeWorker(context, requestPublisher);
    }

    @Test
    void namesTheFieldsOfTheRecords() {
        Map<String, Class<? extends Record>> schemas = Map.of(
                "Confirm", ConfirmBody.class,
                "IntentCreated", Answer.Created.class,
                "IntentConfirmed", Answer.Confirmed.class,
                "Pending", Answer.Pending.class,
                "Payment", PaymentView.class,
                "PaymentError", PaymentError.class,
                "NextAction", PaymentReply.NextAction.class,
                "Violation", RequestBody.Violation.class);

        schemas.forEach((schema, record) ->
                assertThat(api.properties(schema)).as(schema).isEqualTo(fields(record)));
        Set<String> create = new TreeSet<>(fields(CreateIntentBody.class));
        create.add("currency"); // Within the record's amount.
        assertThat(api.properties("CreateIntent")).isEqualTo(create);
    }

    @Test
    void takesTheExamplesOfRequests() {
        assertThat(api.requestExamples(CREATE))
                .isNotEmpty()
                .allSatisfy(example -> assertThat(
                                CreateIntentBody.parse(bytes(example)).amount().amount())
                        .isPositive());
        assertThat(api.requestExamples(CONFIRM))
                .isNotEmpty()
                .allSatisfy(example -> assertThat(
                                ConfirmBody.parse(bytes(example), ANYWHERE).intentId())
                        .startsWith("pi_"));
    }

    @Test
    void answersAsItSays() throws Exception {
        assertFits(post(CREATE), CREATE, "post", 202);

        answering(request -> new PaymentReply.IntentCreated(
                request.requestId(), request.userId(), null, "pi_1", "p1", "requires_action", new ClientSecret("s")));
        assertFits(post(CREATE), CREATE, "post", 200);

        answering(request -> new PaymentReply.IntentConfirmed(
                request.requestId(),
                request.userId(),
                null,
                "pi_1",
                "requires_action",
                new PaymentReply.NextAction("redirect_to_url", "https://stripe.example/3ds"),
                DECLINED));
        assertFits(post(CONFIRM), CONFIRM, "post", 200);

        answering(request -> new PaymentReply.PaymentFound(
                request.requestId(),
                request.userId(),
                new PaymentUpdate(
                        "p1",
                        "o1",
                        "pi_1",
                        new BigDecimal("49.99"),
                        "usd",
                        "requires_payment_method",
                        "payment_failed",
                        DECLINED,
                        1,
                        Instant.EPOCH)));
        assertFits(send(request("/api/payments/pi_1", "u1")), "/api/payments/{intentId}", "get", 200);
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void refusesAsItSays(Refusal refusal) throws Exception {
        answering(request -> new PaymentReply.Refused(
                request.requestId(),
                request.userId(),
                null,
                refusal,
                "Said to the developer.",
                refusal == Refusal.CARD_DECLINED ? DECLINED : null,
                refusal == Refusal.STRIPE_UNAVAILABLE ? 5 : null));

        HttpResponse<String> answer = post(CREATE);

        // Asked for later, every call's refusals are answered.
        assertFits(answer, "/api/payments/requests/{requestId}", "get", answer.statusCode());
    }

    @Test
    void refusesStrangersAndNonsenseAsItSays() throws Exception {
        assertFits(send(request("/api/payments/pi_1")), "/api/payments/{intentId}", "get", 401);
        assertFits(
                send(request(CREATE, "u1")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"amount\": \"much\", \"tip\": 1}"))),
                CREATE,
                "post",
                400);
    }

    private void answering(Function<PaymentRequest.FromUser, PaymentReply> reply) {
        worker.answering(requestPublisher, reply);
    }

    private HttpResponse<String> post(String path) throws Exception {
        return send(request(path, "u1")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        api.requestExamples(path).getFirst().toString())));
    }

    private void assertFits(HttpResponse<String> answer, String path, String method, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        JsonNode response = api.response(path, method, status);
        String type = answer.headers().firstValue("Content-Type").orElseThrow().split(";")[0];
        JsonNode content = response.get("content").get(type);
        assertThat(content).as("%s of %d", type, status).isNotNull();
        assertThat(api.errors(content, json(answer))).as(answer.body()).isEmpty();
        assertThat(api.properties(schemaOf(content)))
                .as("properties of %s", schemaOf(content))
                .containsAll(json(answer).propertyNames());
        if (response.has("headers")) {
            response.get("headers").propertyNames().stream()
                    .filter(header -> !header.equals("Preference-Applied") && !header.equals("Idempotent-Replayed"))
                    .filter(header -> !header.equals("Retry-After") || status == 202)
                    .forEach(header -> assertThat(answer.headers().firstValue(header))
                            .as(header)
                            .isPresent());
        }
    }

    private static String schemaOf(JsonNode content) {
        return content.get("schema").get("$ref").stringValue().replaceFirst(".*/", "");
    }

    private static Set<String> fields(Class<? extends Record> record) {
        return new TreeSet<>(Arrays.stream(record.getRecordComponents())
                .map(component -> component.getName())
                .toList());
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
