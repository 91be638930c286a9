package com.moxton.payments.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.moxton.payments.local.stack.Shop.Answer;
import com.moxton.payments.local.stack.Shop.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract says about wrong calls: status and problem code of each. */
class BadInputsIT {
    private static final String CREATE = "/api/payments/create-intent";
    private static final String CONFIRM = "/api/payments/confirm";
    private static final String EVENT = """
            {"id": "evt_e2e", "object": "event", "type": "customer.created", "created": 1700000000, "livemode": false,
             "data": {"object": {"id": "cus_e2e", "object": "customer"}}}""";

    private Shop shop = new Shop(Map.of());

    @BeforeEach
    void startTheStack() throws Exception {
        shop = SharedStack.shop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not.a.token", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9."})
    void needsAValidToken(String token) {
        assertProblem(shop.post(CREATE, token, "{}"), 401, "unauthorized");
        assertProblem(shop.get("/api/payments/pi_unknown", token), 401, "unauthorized");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json",
                "[]",
                "{}",
                "{'orderId': 'o1', 'amount': 0}",
                "{'orderId': 'o1', 'amount': -1}",
                "{'orderId': 'o1', 'amount': '10.00'}",
                "{'orderId': 'o1', 'amount': 10.001}",
                "{'orderId': 'o1', 'amount': 10.5, 'currency': 'jpy'}",
                "{'orderId': 'o1', 'amount': 10, 'currency': 'dollars'}",
                "{'orderId': 'o1', 'amount': 10, 'unknown': 1}"
            })
    void refusesBodiesThatAreNotValid(String body) {
        assertProblem(
                shop.createIntent(shop.order("10.00", "usd").token(), body.replace('\'', '"')), 400, "invalid_request");
    }

    @Test
    void refusesWhatTheOrdersRowDoesNotAllow() {
        Order order = shop.order("10.00", "usd");
        Order somebodyElses = shop.order("10.00", "usd");

        assertProblem(
                shop.createIntent(order.token(), body(UUID.randomUUID().toString(), "10.00", "usd")),
                404,
                "order_not_found");
        assertProblem(shop.createIntent(order.token(), somebodyElses.createIntentBody()), 404, "order_not_found");
        assertProblem(shop.createIntent(order.token(), body(order.id(), "9.99", "usd")), 422, "amount_mismatch");
        assertProblem(shop.createIntent(order.token(), body(order.id(), "10.00", "eur")), 422, "amount_mismatch");
    }

    @Test
    void refusesToPayTwice() {
        Order order = shop.order("10.00", "usd");
        shop.confirm(order, shop.createIntent(order).text("intentId"), "pm_card_visa");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> shop.orderStatus(order).equals("paid"));

        assertProblem(shop.createIntent(order), 409, "order_already_paid");
    }

    @Test
    void knowsOnlyTheCallersOwnPayments() {
        Order order = shop.order("10.00", "usd");
        Order somebodyElses = shop.order("10.00", "usd");
        Answer intent = shop.createIntent(somebodyElses);

        for (String id : new String[] {intent.text("intentId"), "pi_unknown"}) {
            assertProblem(shop.get("/api/payments/" + id, order.token()), 404, "payment_not_found");
            assertProblem(shop.get("/api/payments/" + id + "/events", order.token()), 404, "payment_not_found");
            assertProblem(shop.confirm(order, id, "pm_card_visa"), 404, "payment_not_found");
        }
        assertProblem(
                shop.get("/api/payments/requests/" + intent.text("requestId"), order.token()),
                404,
                "request_not_found");
        assertProblem(shop.get("/api/payments/requests/" + UUID.randomUUID(), order.token()), 404, "request_not_found");
    }

    @Test
    void keepsIdempotencyKeysToTheirFirstBody() {
        Order order = shop.order("10.00", "usd");
        Order other = new Order(
                shop.order("11.00", "usd").id(), order.userId(), order.token(), order.amount(), order.currency());
        String key = UUID.randomUUID().toString();

        Answer first = shop.createIntent(order, "Idempotency-Key", key);
        Answer again = shop.createIntent(order, "Idempotency-Key", key);

        assertThat(again.json()).isEqualTo(first.json());
        assertProblem(shop.createIntent(other, "Idempotency-Key", key), 422, "idempotency_key_reused");
        assertProblem(shop.createIntent(order, "Idempotency-Key", "k".repeat(256)), 400, "idempotency_key_invalid");
    }

    @Test
    void answersWrongMethodsTypesAndAddressesAsProblems() {
        Order order = shop.order("10.00", "usd");

        assertProblem(shop.get(CONFIRM, order.token()), 405, "method_not_allowed");
        assertProblem(shop.get("/api/payments/nothing/of/that", order.token()), 404, "not_found");
        assertProblem(
                shop.createIntent(order.token(), "{\"orderId\": \"" + "o".repeat(2_000_000) + "\"}"),
                413,
                "body_too_large");
    }

    @Test
    void takesSignedWebhooksOnly() {
        Instant now = Instant.now();
        String secret = StackProcess.WEBHOOK_SECRET;

        assertThat(shop.webhook(EVENT, secret, now).status()).isEqualTo(200);
        assertThat(shop.webhook(EVENT, secret, now).json().path("received").asBoolean())
                .isTrue();
        assertProblem(shop.webhook(EVENT), 400, "signature_missing");
        assertProblem(shop.webhook(EVENT, "t=abc,v1=12"), 400, "signature_malformed");
        assertProblem(shop.webhook(EVENT, "whsec_another", now), 400, "signature_mismatch");
        assertProblem(shop.webhook(EVENT, secret, now.minusSeconds(310)), 400, "timestamp_out_of_tolerance");
        assertProblem(shop.webhook(EVENT, secret, now.plusSeconds(310)), 400, "timestamp_out_of_tolerance");
        assertProblem(shop.webhook("{\"object\": \"event\"}", secret, now), 400, "not_a_stripe_event");
        assertProblem(shop.webhook(EVENT + " ".repeat(1 << 20), secret, now), 413, "body_too_large");
    }

    private static String body(String orderId, String amount, String currency) {
        return new Order(orderId, "", "", amount, currency).createIntentBody();
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
        assertThat(answer.http().headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.text("code")).isEqualTo(code);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.text("type")).isNotBlank();
        assertThat(answer.text("title")).isNotBlank();
        assertThat(answer.text("detail")).isNotBlank();
        assertThat(answer.text("requestId")).isNotBlank();
    }
}
