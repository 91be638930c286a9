package com.moxton.payments.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.local.stack.Shop.Answer;
import com.moxton.payments.local.stack.Shop.Order;
import com.moxton.payments.testing.ReceivedSpan;
import com.moxton.payments.testing.TraceCollector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One setting, and a trace leads through both services: over Kafka to Stripe and the database, and back. */
class TracesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CALLER = "b7ad6b7169203331";
    private static final String INGRESS = "ingress-service";
    private static final String WORKER = "payment-worker";
    private static final Path DATA = Path.of("target", "end-to-end-traces").toAbsolutePath();

    private static final TraceCollector COLLECTOR = TraceCollector.start();
    private static StackProcess stack;
    private static Shop shop;

    @BeforeAll
    static void startTheStack() throws Exception {
        FileSystemUtils.deleteRecursively(DATA);
        Files.createDirectories(DATA);
        Map<String, String> settings = StackProcess.settings(DATA);
        settings.put("OTLP_TRACES_ENDPOINT", COLLECTOR.endpoint());
        settings.put("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs");
        stack = StackProcess.start(settings).awaitReady();
        shop = new Shop(settings);
    }

    @AfterAll
    static void stop() throws Exception {
        if (stack != null) {
            stack.stop();
        }
        COLLECTOR.close();
    }

    @Test
    void oneTraceLeadsFromTheStorefrontToStripeAndTheDatabaseAndBack() throws Exception {
        String traceId = UUID.randomUUID().toString().replace("-", "");
        Order order = shop.order("49.99", "usd");

        Answer intent = shop.createIntent(order, "traceparent", "00-" + traceId + "-" + CALLER + "-01");

        assertThat(intent.status()).as(intent.http().body()).isEqualTo(200);
        ReceivedSpan call = span(traceId, INGRESS, "POST /api/payments/create-intent");
        assertThat(call.parentId()).isEqualTo(CALLER);
        assertThat(call.kind()).isEqualTo("server");
        assertThat(call.attributes())
                .containsEntry("http.route", "/api/payments/create-intent")
                .containsEntry("http.response.status_code", "200")
                .containsEntry("payments.request.id", intent.text("requestId"));
        ReceivedSpan sent = childOf(call, INGRESS, "send payment.requests", "producer");
        ReceivedSpan worked = childOf(sent, WORKER, "process payment.requests", "consumer");
        assertThat(worked.attributes())
                .containsEntry("payments.request.id", intent.text("requestId"))
                .containsEntry("payments.payment.id", intent.text("paymentId"))
                .containsEntry("payments.outcome", "intent-created")
                .containsEntry("messaging.kafka.message.key", order.id())
                .containsEntry("messaging.consumer.group.name", "payment-worker.requests");
        ReceivedSpan stripe = childOf(worked, WORKER, "POST /v1/payment_intents", "client");
        assertThat(stripe.attributes())
                .containsEntry("http.response.status_code", "200")
                .containsEntry("server.address", "127.0.0.1")
                .hasEntrySatisfying("stripe.request.id", id -> assertThat(id).startsWith("req_"));
        assertThat(COLLECTOR.trace(traceId).stream()
                        .filter(span -> span.name().equals("transaction mysql"))
                        .toList())
                .as("before Stripe is asked, after it has answered, and the note of the reply")
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(span -> {
                    assertThat(span.parentId()).isEqualTo(worked.id());
                    assertThat(span.kind()).isEqualTo("client");
                    assertThat(span.attributes()).containsEntry("db.system.name", "mysql");
                });
        childOf(worked, WORKER, "send payment.updates", "producer");
        ReceivedSpan replied = childOf(worked, WORKER, "send payment.replies", "producer");
        childOf(replied, INGRESS, "process payment.replies", "consumer");

        assertThat(COLLECTOR.trace(traceId)).noneMatch(ReceivedSpan::failed);
        assertThat(logLine("ingress.log", "\"message\":\"request\"", order.id()).path("trace"))
                .isEqualTo(JsonMapper.shared().valueToTree(Map.of("id", traceId)));
        assertThat(logLine("worker.log", "\"message\":\"Request handled\"", order.id())
                        .at("/trace/id")
                        .asString())
                .isEqualTo(traceId);
        assertThat(logLine("worker.log", "\"message\":\"Request handled\"", order.id())
                        .at("/span/id")
                        .asString())
                .isEqualTo(worked.id());
    }

    @Test
    void oneTraceLeadsFromAWebhookToTheCustomersPage() {
        Order order = shop.order("12.00", "usd");
        Answer intent = shop.createIntent(order);
        String intentId = intent.text("intentId");
        List<JsonNode> seen = new CopyOnWriteArrayList<>();
        var stream = shop.events(order, intentId, seen::add);
        try {
            await().atMost(PATIENCE).until(() -> !seen.isEmpty());
            ReceivedSpan opened = only(
                    span -> span.name().equals("GET /api/payments/{intentId}/events"),
                    "the stream's own, at its opening");
            String eventId = "evt_" + UUID.randomUUID().toString().replace("-", "");

            assertThat(shop.webhook(
                                    succeeded(eventId, intentId, order, intent.text("paymentId")),
                                    StackProcess.WEBHOOK_SECRET,
                                    Instant.now())
                            .status())
                    .isEqualTo(200);

            ReceivedSpan webhook = only(
                    span -> eventId.equals(span.attributes().get("payments.event.id"))
                            && span.service().equals(INGRESS),
                    "the webhook");
            assertThat(webhook.name()).isEqualTo("POST /api/payments/webhook");
            assertThat(webhook.parentId()).isEmpty();
            ReceivedSpan sent = childOf(webhook, INGRESS, "send stripe.events", "producer");
            ReceivedSpan settled = childOf(sent, WORKER, "process stripe.events", "consumer");
            assertThat(settled.attributes())
                    .containsEntry("payments.event.id", eventId)
                    .containsEntry("payments.outcome", "applied");
            ReceivedSpan updated = childOf(settled, WORKER, "send payment.updates", "producer");
            ReceivedSpan shown = childOf(updated, INGRESS, "process payment.updates", "consumer");
            assertThat(shown.links()).as("the stream it went to").containsExactly(opened.id());

            ReceivedSpan batch = only(
                    span -> span.name().equals("batch stripe.events")
                            && span.links().contains(sent.id()),
                    "the batch");
            assertThat(settled.links()).containsExactly(batch.id());
            assertThat(childOf(batch, WORKER, "transaction mysql", "client").attributes())
                    .containsEntry("db.operation.name", "transaction");
        } finally {
            stream.cancel(true);
        }
    }

    /** SECRETS_STAY_SECRET, for what the whole walk has sent. */
    @Test
    void noSpanBearsASecret() {
        Order order = shop.order("30.00", "usd");
        Answer intent = shop.createIntent(order);
        String secret = intent.text("clientSecret");
        shop.confirm(order, intent.text("intentId"), "pm_card_chargeDeclined");
        shop.confirm(order, intent.text("intentId"), "pm_card_authenticationRequired");
        // A caller's mistakes.
        assertThat(shop.get("/api/payments/" + secret + "?client_secret=" + secret, order.token())
                        .status())
                .isEqualTo(404);
        shop.get("/api/payments/nothing/" + secret, order.token());
        assertThat(shop.confirm(order, secret, "pm_card_visa").status()).isEqualTo(400);

        String last = shop.get("/api/payments/" + intent.text("intentId"), order.token())
                .http()
                .headers()
                .firstValue("Request-Id")
                .orElseThrow();
        only(
                span -> span.service().equals(INGRESS)
                        && span.kind().equals("server")
                        && last.equals(span.attributes().get("payments.request.id")),
                "the last of them");
        only(
                span -> span.name().equals("process payment.requests")
                        && last.equals(span.attributes().get("payments.request.id")),
                "and its request");

        assertThat(secret).contains("_secret_");
        assertThat(COLLECTOR.spans())
                .anyMatch(span -> span.name().equals("POST /v1/payment_intents/{id}/confirm") && span.failed())
                .allSatisfy(span -> assertThat(span.everything())
                        .doesNotContain("_secret_", "whsec_", "sk_test_", order.token(), order.userId(), "pm_card"));
    }

    private static ReceivedSpan span(String traceId, String service, String name) {
        return only(
                span -> span.traceId().equals(traceId)
                        && span.service().equals(service)
                        && span.name().equals(name),
                name);
    }

    private static ReceivedSpan childOf(ReceivedSpan parent, String service, String name, String kind) {
        ReceivedSpan child = only(
                span -> span.parentId().equals(parent.id()) && span.name().equals(name),
                name + " under " + parent.name());
        assertThat(child.traceId()).isEqualTo(parent.traceId());
        assertThat(child.service()).isEqualTo(service);
        assertThat(child.kind()).isEqualTo(kind);
        return child;
    }

    private static ReceivedSpan only(java.util.function.Predicate<ReceivedSpan> wanted, String what) {
        return await(what)
                .atMost(PATIENCE)
                .until(() -> COLLECTOR.spans(wanted), found -> !found.isEmpty())
                .getFirst();
    }

    private static JsonNode logLine(String file, String... parts) throws Exception {
        return await().atMost(PATIENCE)
                .until(
                        () -> Files.readAllLines(log(file)).stream()
                                .filter(line -> List.of(parts).stream().allMatch(line::contains))
                                .map(line -> JsonMapper.shared().readTree(line.substring(line.indexOf('{'))))
                                .toList(),
                        lines -> !lines.isEmpty())
                .getFirst();
    }

    private static Path log(String file) throws Exception {
        try (var files = Files.walk(DATA)) {
            return files.filter(path -> path.getFileName().toString().equals(file))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String succeeded(String eventId, String intentId, Order order, String paymentId) {
        // Later than the intent's own birth, of which there may be an event in the same second.
        long now = Instant.now().getEpochSecond() + 5;
        return """
                {"id": "%s", "object": "event", "type": "payment_intent.succeeded", "created": %d, "livemode": false,
                 "api_version": "2026-07-29.dahlia", "data": {"object": {"id": "%s", "object": "payment_intent",
                 "amount": 1200, "amount_received": 1200, "currency": "usd", "status": "succeeded", "created": %d,
                 "client_secret": "%s_secret_never", "last_payment_error": null,
                 "metadata": {"order_id": "%s", "payment_id": "%s", "request_id": "%s"}}}}
                """.formatted(eventId, now, intentId, now, intentId, order.id(), paymentId, UUID.randomUUID());
    }
}
