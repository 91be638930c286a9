package com.moxton.payments.worker.enquiry;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.consume.EventIT;
import com.moxton.payments.worker.consume.StripeEventFixture;
import com.moxton.payments.worker.enquiry.OpsApi.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What operators ask, over the real log and database. */
class EnquiryIT extends EventIT {

    @LocalServerPort
    private int port;

    private OpsApi api = new OpsApi(0);

    @BeforeEach
    void connect() {
        api = new OpsApi(port);
    }

    @Test
    void findsAPaymentByEveryIdThatLeadsToIt() {
        String user = "<b>zoë's " + UUID.randomUUID();
        StripeEventFixture birth = paid(user, 4999);

        for (String any : List.of(birth.paymentId(), birth.intentId(), birth.orderId(), birth.id(), user)) {
            JsonNode found = api.get("/payments", "any", " " + any + " ").json().path("items");
            assertThat(found).as(any).hasSize(1);
            assertThat(found.get(0).path("id").asString()).isEqualTo(birth.paymentId());
            assertThat(found.get(0).path("userId").asString()).isEqualTo(user);
        }
        assertThat(items("/payments", "intentId", birth.intentId(), "status", "succeeded"))
                .hasSize(1);
        assertThat(items("/payments", "intentId", birth.intentId(), "status", "canceled"))
                .isEmpty();
        assertThat(items("/payments", "orderId", birth.orderId(), "from", "2026-09-21", "to", "2026-09-22"))
                .hasSize(1);
        assertThat(items("/payments", "orderId", birth.orderId(), "to", "2026-09-01T00:00"))
                .isEmpty();
    }

    @Test
    void pagesThroughPaymentsWithoutGapsOrDoubles() {
        String user = "user-" + UUID.randomUUID();
        List<StripeEventFixture> births = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            births.add(born(user));
        }
        awaitProcessed(births);

        List<String> seen = pages("/payments", "id", "userId", user, "limit", "2");

        // All of one second: the id decides.
        assertThat(seen)
                .containsExactlyElementsOf(births.stream()
                        .map(StripeEventFixture::paymentId)
                        .sorted(Comparator.reverseOrder())
                        .toList());
    }

    @Test
    void pagesThroughEventsWithoutGapsOrDoubles() {
        StripeEventFixture birth = born("user-" + UUID.randomUUID());
        List<StripeEventFixture> events = new ArrayList<>(List.of(birth));
        for (int i = 1; i <= 6; i++) {
            events.add(birth.declined(i, "card_declined"));
        }
        publish(events);
        awaitProcessed(events);

        List<String> seen = pages("/events", "eventId", "intentId", birth.intentId(), "limit", "3");

        assertThat(seen)
                .hasSize(7)
                .containsExactlyInAnyOrderElementsOf(
                        events.stream().map(StripeEventFixture::id).toList());
        assertThat(items("/events", "eventId", birth.id(), "type", birth.type()))
                .hasSize(1);
        assertThat(items("/events", "eventId", birth.id(), "outcome", "foreign"))
                .isEmpty();
        assertThat(items("/events", "eventId", birth.id(), "to", "2020-01-01T00:00:00Z"))
                .isEmpty();
    }

    @Test
    void tellsTheTimelineInOneOrder() {
        StripeEventFixture birth = paid("user-" + UUID.randomUUID(), 4999);

        JsonNode timeline =
                api.get("/payments/" + birth.paymentId() + "/timeline").json();

        List<String> kinds = values(timeline.path("entries"), "kind");
        List<String> times = values(timeline.path("entries"), "at");
        assertThat(kinds).contains("event", "transition");
        assertThat(times.stream().map(Instant::parse).toList()).isSorted();
        assertThat(kinds.indexOf("event")).isLessThan(kinds.indexOf("transition"));
        assertThat(values(timeline.path("entries"), "ref")).contains(birth.id());
        JsonNode event = timeline.path("entries").get(kinds.indexOf("event"));
        assertThat(event.at("/position/topic").asString()).isEqualTo("stripe.events");
        assertThat(timeline.path("isCut").asBoolean()).isFalse();
        JsonNode detail = api.get("/payments/" + birth.paymentId()).json();
        assertThat(detail.at("/order/status").asString()).isEqualTo("paid");
        assertThat(detail.at("/metadata/order_id").asString()).isEqualTo(birth.orderId());
    }

    @Test
    void showsAnEventAndItsBodyWithoutSecrets() {
        StripeEventFixture birth = paid("user-" + UUID.randomUUID(), 4999);

        JsonNode event = api.get("/events/" + birth.id()).json();
        Answer body = api.get("/events/" + birth.id() + "/body");

        assertThat(event.path("paymentId").asString()).isEqualTo(birth.paymentId());
        assertThat(event.path("changes")).hasSize(1);
        assertThat(body.status()).isEqualTo(200);
        assertThat(body.json().path("key").asString()).isEqualTo(birth.intentId());
        assertThat(body.json().path("body").asString()).contains("\"last_payment_error\"", birth.orderId());
        assertThat(body.text()).doesNotContain("secret_never");
        JsonNode position = event.at("/event/position");
        Answer record = api.get("/log/stripe.events/%d/%d"
                .formatted(
                        position.path("partition").asInt(),
                        position.path("offset").asLong()));
        assertThat(record.json().path("body")).isEqualTo(body.json().path("body"));
    }

    @ParameterizedTest
    @CsvSource({
        "/log/payment.replies/0/0, 400, topic",
        "/log/__consumer_offsets/0/0, 400, topic",
        "/log/stripe.events/99/0, 400, partition",
        "/log/stripe.events/-1/0, 400, partition",
        "/log/stripe.events/0/-1, 400, offset",
        "/log/stripe.events/0/zero, 400, offset",
        "/log/stripe.events/0/999999999, 404, ''",
        "/events/evt_none, 404, ''",
        "/events/evt_none/body, 404, ''",
        "/payments/none, 404, ''",
        "/payments/none/timeline, 404, ''"
    })
    void refusesWhatThereIsNot(String path, int status, String field) {
        Answer answer = api.get(path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.field()).isEqualTo(field);
        assertThat(answer.json().path("code").asString()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "_", "'", "\"", "' OR 1=1 -- ", "\\", ":id", "é😀", "<script>alert(1)</script>", "?"})
    void takesNothingThatIsTypedForSql(String typed) {
        StripeEventFixture birth = paid("user-" + UUID.randomUUID(), 4999);

        assertThat(values(api.get("/payments", "any", typed).json().path("items"), "id"))
                .doesNotContain(birth.paymentId());
        assertThat(api.get("/payments", "userId", typed).status()).isEqualTo(200);
        assertThat(api.get("/events", "eventId", typed).status()).isIn(200, 400);
    }

    @ParameterizedTest
    @CsvSource({
        "/payments, any, LONG",
        "/payments, userId, LONG",
        "/payments, orderId, é",
        "/payments, status, paid",
        "/payments, from, yesterday",
        "/payments, to, 2026-13-01",
        "/payments, from, 9999-12-31T23:59:59Z",
        "/payments, from, +999999999-01-01T00:00:00Z",
        "/payments, before, garbage",
        "/payments, before, 99999999999999999_x",
        "/payments, limit, 0",
        "/payments, limit, 501",
        "/payments, limit, many",
        "/events, eventId, LONG",
        "/events, outcome, nothing",
        "/events, from, 25:00",
        "/events, before, 1_",
        "/reviews, before, x",
        "/reviews, limit, -1"
    })
    void namesTheFieldThatMakesNoSense(String path, String field, String value) {
        Answer answer = api.get(path, field, value.equals("LONG") ? "x".repeat(10_000) : value);

        if (answer.status() != 200) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.field()).isEqualTo(field);
        }
        assertThat(answer.status() == 400 || value.startsWith("99999")).isTrue();
    }

    @Test
    void listsOrdersThatNeedAPerson() {
        String user = "user-" + UUID.randomUUID();
        StripeEventFixture birth = paid(user, 4000);

        JsonNode review = null;
        for (JsonNode item : items("/reviews", "limit", "500")) {
            if (item.at("/order/id").asString().equals(birth.orderId())) {
                review = item;
            }
        }

        assertThat(review).isNotNull();
        assertThat(review.at("/order/reviewReason").asString()).isEqualTo("amount_differs");
        assertThat(review.at("/payments/0/id").asString()).isEqualTo(birth.paymentId());
        assertThat(review.at("/payments/0/received").asString()).startsWith("40");
        assertThat(review.path("since").asString()).isNotEmpty();
        assertThat(new HashSet<>(pages("/reviews", "since", "limit", "1"))).isNotEmpty();
    }

    @Test
    void hasAPaymentLookedUpAtStripe() {
        StripeEventFixture birth = born("user-" + UUID.randomUUID());
        awaitProcessed(List.of(birth));

        Answer asked = api.post("/payments/" + birth.paymentId() + "/refresh");

        assertThat(asked.status()).isEqualTo(202);
        String requestId = asked.json().path("requestId").asString();
        assertThat(rows(
                        "SELECT user_name FROM ops_audit WHERE subject = ? AND act = 'payment.refresh'",
                        birth.paymentId()))
                .extracting(row -> row.get("user_name"))
                .containsExactly("ops");
        // Stripe is away in these tests: that the call was tried is on the timeline all the same.
        awaiting()
                .untilAsserted(() -> assertThat(
                                rows("SELECT intent_id FROM stripe_calls WHERE request_id = ?", requestId))
                        .isNotEmpty()
                        .allSatisfy(row -> assertThat(row).containsEntry("intent_id", birth.intentId())));
        assertThat(values(
                        api.get("/payments/" + birth.paymentId() + "/timeline")
                                .json()
                                .path("entries"),
                        "kind"))
                .contains("act", "call");
    }

    @Test
    void refusesToLookUpWhatStripeCannotAddTo() {
        StripeEventFixture paid = paid("user-" + UUID.randomUUID(), 4999);
        String bare = UUID.randomUUID().toString();
        execute("""
                INSERT INTO payments (id, order_id, amount, status, metadata, idempotency_key, version, created_at,
                    updated_at)
                VALUES (?, ?, 1, 'failed', '{}', ?, 0, NOW(6), NOW(6))
                """, bare, newOrder(), "create-" + bare);

        assertThat(code(api.post("/payments/" + paid.paymentId() + "/refresh"), 409))
                .isEqualTo("payment_final");
        assertThat(code(api.post("/payments/" + bare + "/refresh"), 409)).isEqualTo("payment_without_intent");
        assertThat(code(api.post("/payments/none/refresh"), 404)).isEqualTo("payment_not_found");
        assertThat(rows("SELECT id FROM ops_audit WHERE subject IN (?, ?)", paid.paymentId(), bare))
                .isEmpty();
    }

    private StripeEventFixture born(String user) {
        String order = newOrder();
        execute("INSERT INTO orders (id, user_id, total_amount, currency) VALUES (?, ?, 49.99, 'USD')", order, user);
        StripeEventFixture birth = StripeEventFixture.birth(order, 4999);
        publish(List.of(birth));
        return birth;
    }

    private StripeEventFixture paid(String user, long amount) {
        String order = newOrder();
        execute("INSERT INTO orders (id, user_id, total_amount, currency) VALUES (?, ?, 49.99, 'USD')", order, user);
        StripeEventFixture birth = StripeEventFixture.birth(order, amount);
        StripeEventFixture paid = birth.succeeded(5);
        publish(List.of(birth, paid));
        awaitProcessed(List.of(birth, paid));
        return birth;
    }

    private List<String> pages(String path, String name, String... parameters) {
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            List<String> asked = new ArrayList<>(List.of(parameters));
            asked.addAll(List.of("before", next));
            JsonNode page = api.get(path, asked.toArray(String[]::new)).json();
            seen.addAll(values(page.path("items"), name));
            next = page.path("next").asString("");
        } while (!next.isEmpty());
        return seen;
    }

    private JsonNode items(String path, String... parameters) {
        Answer answer = api.get(path, parameters);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("items");
    }

    private static List<String> values(JsonNode items, String name) {
        List<String> values = new ArrayList<>();
        items.forEach(item -> values.add(item.path(name).asString("")));
        return values;
    }

    private static String code(Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        return answer.json().path("code").asString();
    }
}
