package com.moxton.payments.worker.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.EventSource;
import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.StripeEventHead;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.events.kafka.StripeEventRecord;
import com.moxton.payments.worker.consume.EventIT;
import com.moxton.payments.worker.consume.StripeEventFixture;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Pages of payments, events and orders in review, with rows of the real consumer. */
class EnquiryPagesIT extends EventIT {

    private static final String SCRIPT = "<script>alert(1)</script>";
    private static final Pattern OLDER = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"");

    @LocalServerPort
    private int port;

    private Visitor visitor = new Visitor(0);

    @BeforeEach
    void signIn() throws Exception {
        visitor = Visitor.signedIn(port);
    }

    @Test
    void findsAPaymentAndTellsItsTimeline() throws Exception {
        StripeEventFixture birth = payment(SCRIPT + UUID.randomUUID(), true);

        String list = page("/payments?any=" + birth.orderId());
        String payment = page("/payments/" + birth.paymentId());

        assertThat(list).contains("/payments/" + birth.paymentId(), "&lt;script&gt;", "49.99 USD");
        assertThat(list).doesNotContain(SCRIPT);
        assertThat(payment)
                .contains("data-kind=\"event\"", "data-kind=\"transition\"")
                .contains("/events/" + birth.id(), "/replays/new?intents=" + birth.intentId(), "/log/stripe.events/");
        assertThat(payment).contains("&lt;script&gt;").doesNotContain(SCRIPT);
        assertThat(payment).doesNotContain("secret_never").doesNotContain("id=\"refresh\"");
    }

    @Test
    void showsAnEventAndItsRecordWithoutSecrets() throws Exception {
        StripeEventFixture birth = payment("user-" + UUID.randomUUID(), true);

        String list = page("/events?intentId=" + birth.intentId());
        String event = page("/events/" + birth.id());
        Matcher address = Pattern.compile("hx-get=\"(/log/[^\"]+)\"").matcher(event);
        assertThat(address.find()).isTrue();
        String part = visitor.get(address.group(1), "HX-Request", "true").body();
        String whole = page(address.group(1));

        assertThat(list).contains("/events/" + birth.id());
        assertThat(event).contains("/payments/" + birth.paymentId(), "/replays/new?eventIds=" + birth.id());
        assertThat(part).contains(birth.intentId(), "&lt;script&gt;").doesNotContain("<html", "secret_never", SCRIPT);
        assertThat(whole).contains("<html", birth.intentId()).doesNotContain("secret_never", SCRIPT);
    }

    /** Out of scope, and kept all the same: whoever looks at a payment sees that its money went back. */
    @Test
    void showsRefundsDisputesAndOtherEvents() throws Exception {
        StripeEventFixture paid = payment("user-" + UUID.randomUUID(), true);
        String intent = "'payment_intent': '" + paid.intentId() + "'";
        Map<String, String> objects = Map.of(
                "charge.refunded", "{'object': 'charge', 'id': 'ch_1', 'status': 'succeeded', " + intent + "}",
                "charge.dispute.created",
                        "{'object': 'dispute', 'id': 'dp_1', 'status': 'needs_response', " + intent + "}",
                "refund.created", "{'object': 'refund', 'id': 're_1', 'status': 'succeeded', " + intent + "}",
                "customer.created", "{'object': 'customer', 'id': 'cus_1'}");
        Map<String, String> ids = new HashMap<>();
        objects.forEach((type, object) -> ids.put(type, publishEvent(type, object)));
        awaiting()
                .untilAsserted(() -> assertThat(ids.values())
                        .allSatisfy(id -> assertThat(rows("SELECT 1 FROM processed_events WHERE event_id = ?", id))
                                .hasSize(1)));

        String payment = page("/payments/" + paid.paymentId());
        for (String type : objects.keySet()) {
            String id = ids.get(type);
            assertThat(page("/events?type=" + type)).contains("/events/" + id);
            assertThat(page("/events/" + id)).contains(type, "ignored");
            assertThat(payment.contains("/events/" + id)).as(type).isEqualTo(!type.startsWith("customer."));
        }
        assertThat(payment(paid)).containsEntry("status", "succeeded");
        assertThat(orderOf(paid)).containsEntry("status", "paid");
    }

    @Test
    void showsTheAccountOfPaymentsAndEvents() throws Exception {
        String account = "acct_" + UUID.randomUUID().toString().replace("-", "");
        String order = newOrder();
        execute(
                "INSERT INTO orders (id, user_id, total_amount, currency, stripe_account) VALUES (?, 'u', 49.99, 'USD', ?)",
                order,
                account);
        StripeEventFixture ofAccount = StripeEventFixture.birth(order, 4999);
        StripeEventFixture ofAnother = StripeEventFixture.birth(order, 4999);
        ProducerRecord<String, byte[]> record = ofAccount.record();
        RecordHeaders.put(record.headers(), HeaderNames.STRIPE_ACCOUNT, account);
        publishRecords(List.of(record, ofAnother.record()));
        awaitProcessed(List.of(ofAccount, ofAnother));

        assertThat(page("/payments/" + ofAccount.paymentId())).contains(account);
        assertThat(page("/events/" + ofAccount.id())).contains(account, "adopted");
        assertThat(page("/events?intentId=" + ofAccount.intentId())).contains(account);
        assertThat(page("/events/" + ofAnother.id())).doesNotContain(account).contains("foreign", "none of ours");
    }

    private String publishEvent(String type, String object) {
        String id = StripeEventFixture.newId("evt");
        byte[] body = "{'id': '%s', 'object': 'event', 'type': '%s', 'created': %d, 'data': {'object': %s}}"
                .formatted(id, type, StripeEventFixture.BIRTH + 60, object)
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
        publishRecords(
                List.of(StripeEventRecord.of(StripeEventHead.parse(body), body, Instant.now(), EventSource.WEBHOOK)));
        return id;
    }

    @Test
    void keepsTheFiltersInTheLinkToOlderOnes() throws Exception {
        String user = "ä&b=c " + UUID.randomUUID();
        List<StripeEventFixture> births = List.of(payment(user, false), payment(user, false), payment(user, false));
        String encoded = URLEncoder.encode(user, StandardCharsets.UTF_8);

        String first = page("/payments?limit=2&status=&userId=" + encoded);
        Matcher older = OLDER.matcher(first);
        assertThat(older.find()).isTrue();
        String second = page(older.group(1).replace("&amp;", "&"));

        assertThat(births.stream().filter(birth -> first.contains("/payments/" + birth.paymentId())))
                .hasSize(2);
        assertThat(births.stream().filter(birth -> second.contains("/payments/" + birth.paymentId())))
                .hasSize(1);
        assertThat(second).contains("« Newest").doesNotContain("rel=\"next\"");
    }

    @Test
    void showsOrdersThatNeedAPerson() throws Exception {
        String order = newOrder();
        execute("INSERT INTO orders (id, user_id, total_amount, currency) VALUES (?, ?, 50.00, 'USD')", order, SCRIPT);
        StripeEventFixture paid = StripeEventFixture.birth(order, 4000).succeeded(1);
        publish(List.of(paid));
        awaitProcessed(List.of(paid));

        String reviews = page("/reviews");

        assertThat(reviews)
                .contains(order, "amount differs", "/payments/" + paid.paymentId(), "40.00 USD", "50.00 USD");
        assertThat(reviews).doesNotContain(SCRIPT);
    }

    @Test
    void hasAPaymentLookedUpByAForm() throws Exception {
        StripeEventFixture birth = payment("user-" + UUID.randomUUID(), false);
        String address = "/payments/" + birth.paymentId();

        HttpResponse<String> asked = visitor.post(address, address + "/refresh", Map.of());
        HttpResponse<String> withoutToken = visitor.postWithoutToken(address + "/refresh", Map.of());

        assertThat(asked.statusCode()).isEqualTo(302);
        assertThat(Visitor.location(asked)).endsWith(address);
        assertThat(page(address)).contains("Stripe is asked", "payment.refresh", "id=\"refresh\"");
        assertThat(withoutToken.statusCode()).isEqualTo(403);
    }

    @Test
    void showsWhatWasTypedAgainWithTheProblem() throws Exception {
        for (String path : List.of(
                "/payments?from=yesterday&any=%22%3E%3Cscript%3Ex",
                "/events?from=yesterday&eventId=%22%3E%3Cscript%3Ex")) {
            HttpResponse<String> answer = visitor.get(path);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .contains("from must be a time", "aria-invalid=\"true\"", "&quot;&gt;&lt;script&gt;x");
        }
        assertThat(visitor.get("/payments?any=" + "x".repeat(10_000)).statusCode())
                .isEqualTo(400);
        assertThat(visitor.get("/payments?before=x").statusCode()).isEqualTo(400);
        assertThat(visitor.get("/reviews?before=x").statusCode()).isEqualTo(400);
    }

    @Test
    void saysWhenThereIsNothing() throws Exception {
        assertThat(page("/payments?any=nobody-" + UUID.randomUUID())).contains("No payment found");
        assertThat(page("/events?eventId=evt_none")).contains("No event found");
        for (String path : List.of("/payments/none", "/events/evt_none", "/log/stripe.events/0/999999999")) {
            assertThat(visitor.get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(visitor.get("/log/payment.replies/0/0").statusCode()).isEqualTo(400);
        assertThat(visitor.get("/log/stripe.events/0/999999999", "HX-Request", "true")
                        .body())
                .contains("The log has not come that far yet");
    }

    private StripeEventFixture payment(String user, boolean paid) {
        String order = newOrder();
        execute("INSERT INTO orders (id, user_id, total_amount, currency) VALUES (?, ?, 49.99, 'USD')", order, user);
        StripeEventFixture birth = StripeEventFixture.birth(order, 4999);
        Map<String, String> metadata = new HashMap<>(birth.metadata());
        metadata.put("note", SCRIPT);
        birth = birth.withMetadata(metadata);
        List<StripeEventFixture> events = paid ? List.of(birth, birth.succeeded(5)) : List.of(birth);
        publish(events);
        awaitProcessed(events);
        return birth;
    }

    private String page(String path) throws Exception {
        HttpResponse<String> answer = visitor.get(path);
        assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
        return answer.body();
    }
}
