package com.moxton.payments.worker.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.consume.EventIT;
import com.moxton.payments.worker.consume.StripeEventFixture;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Script, and secrets (SECRETS_STAY_SECRET), in every field that Stripe, a customer or a forged record controls: metadata,
 * what a decline says, ids, users, keys, bodies and headers of dead letters. Then every page that shows them is looked at.
 */
class HostileDataIT extends EventIT {
    private static final String SCRIPT = "\"' onfocus=\"boom()\" x='<script>boom()</script><img src=x onerror=boom()>";
    private static final List<String> SECRETS = List.of(
            "pi_hostile_secret_5ESAMEOPEN",
            "sk_live_5ESAMEOPEN",
            "whsec_5ESAMEOPEN",
            "eyJhbGciOiJIUzI1NiJ9.5ESAMEOPEN");
    private static final String HOSTILE = SCRIPT + " " + String.join(" ", SECRETS);

    private static final List<String> RUNS =
            List.of("<script>boom", "<img src=x", "\" onfocus=\"boom", "' onfocus=\"boom", "x='<", "javascript:");
    private static final Pattern LINK = Pattern.compile("(?:href|hx-get)=\"(/[^\"#]*)\"");
    /** Of a path that leads to one thing, and not to a list of others' things. */
    private static final Pattern DETAIL = Pattern.compile("/(?:payments|events|dead-letters|replays|audits|log)/[^?]+");

    private static final int MOST_PAGES = 80;

    @LocalServerPort
    private int port;

    private final String mark =
            "m" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);

    @Test
    void SECRETS_STAY_SECRET_andNoScriptOfOthersRunsOnAnyPage() throws Exception {
        Visitor visitor = Visitor.signedIn(port);
        StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
        fill(birth);
        visitor.post(
                "/replays/new",
                "/replays",
                Map.of("mode", "dry-run", "eventIds", birth.id(), "reason", mark + SCRIPT, "topic", "stripe.events"));
        String letters = "/dead-letters?text=" + mark;
        awaiting().untilAsserted(() -> assertThat(visitor.get(letters).body()).contains("href=\"/dead-letters/"));

        String typed = URLEncoder.encode(SCRIPT, StandardCharsets.UTF_8);
        Map<String, String> pages = pagesFrom(
                visitor,
                List.of(
                        "/",
                        "/payments?any=" + birth.intentId(),
                        "/payments?any=" + typed,
                        "/events?intentId=" + birth.intentId(),
                        "/events?type=" + typed,
                        "/dead-letters?reason=" + typed,
                        letters,
                        "/reviews",
                        "/replays",
                        "/replays/new?intents=" + typed,
                        "/audits",
                        "/audits/new",
                        "/audit",
                        "/no-such-page/" + typed,
                        "/payments/" + mark));

        assertThat(pages.keySet())
                .as("pages of each kind")
                .anyMatch(path -> path.matches("/payments/[^?]+"))
                .anyMatch(path -> path.matches("/events/[^?]+"))
                .anyMatch(path -> path.matches("/log/.+"))
                .anyMatch(path -> path.matches("/replays/[0-9a-f-]{36}"))
                .anyMatch(path -> path.matches("/dead-letters/\\d+"))
                .anyMatch(path -> path.matches("/dead-letters/\\d+/body"));
        pages.forEach((path, body) -> assertThat(RUNS).as(path).noneMatch(body::contains));
        pages.forEach((path, body) -> assertThat(body).as(path).doesNotContain("5ESAMEOPEN"));
        assertThat(pages.values().stream().filter(body -> body.contains("&lt;script&gt;boom")))
                .as("pages that show it as the text it is")
                .hasSizeGreaterThanOrEqualTo(6);
    }

    private void fill(StripeEventFixture birth) throws IllegalAccessException {
        execute(
                "INSERT INTO orders (id, user_id, total_amount, currency) VALUES (?, ?, 40.00, 'USD')",
                birth.orderId(),
                mark + SCRIPT);
        Map<String, String> metadata = new LinkedHashMap<>(birth.metadata());
        metadata.put("cart", HOSTILE);
        metadata.put(SCRIPT, mark);
        publishRecords(List.of(
                event(birth.id(), "payment_intent.created", birth, metadata, "requires_payment_method", 0),
                event(
                        mark + "_declined",
                        "payment_intent.payment_failed",
                        birth,
                        metadata,
                        "requires_payment_method",
                        2),
                // Paid, but not the order's amount: a case for the reviews.
                event(mark + "_paid", "payment_intent.succeeded", birth, metadata, "succeeded", 4),
                event(mark + SCRIPT, "payment_intent.succeeded", birth, metadata, "succeeded", 5),
                event(mark + "_type", SCRIPT, birth, metadata, "succeeded", 5),
                event(mark + "_status", "payment_intent.processing", birth, metadata, HOSTILE, 6),
                record(Topic.STRIPE_EVENTS, mark + HOSTILE, ("{\"" + HOSTILE + "\":").getBytes(StandardCharsets.UTF_8)),
                record(Topic.PAYMENT_REQUESTS, mark + HOSTILE, HOSTILE.getBytes(StandardCharsets.UTF_8)),
                forgedLetter(Topic.STRIPE_EVENTS_DLT),
                forgedLetter(Topic.PAYMENT_REQUESTS_DLT)));
        execute("""
                INSERT INTO stripe_calls (operation, intent_id, payment_id, order_id, request_id, outcome, http_status,
                    stripe_request_id, attempt, replayed, started_at, duration_us)
                VALUES ('create', ?, ?, ?, ?, 'refused', 402, ?, 1, FALSE, UTC_TIMESTAMP(6), 1)
                """, birth.intentId(), birth.paymentId(), birth.orderId(), SCRIPT.substring(0, 60), HOSTILE);
        execute(
                """
                INSERT INTO payment_requests (request_id, user_id, kind, idempotency_key, fingerprint, order_id, payment_id,
                    intent_id, requested_at, finished_at, outcome)
                VALUES (?, ?, 'create-intent', ?, '', ?, ?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), ?)
                """,
                mark + SCRIPT.substring(0, 40),
                mark + SCRIPT,
                mark + HOSTILE,
                birth.orderId(),
                birth.paymentId(),
                birth.intentId(),
                new String(EventJson.write(Map.of("code", HOSTILE, "message", HOSTILE)), StandardCharsets.UTF_8));
        awaiting()
                .untilAsserted(
                        () -> assertThat(rows("SELECT 1 FROM processed_events WHERE intent_id = ?", birth.intentId()))
                                .hasSizeGreaterThanOrEqualTo(3));
    }

    private static ProducerRecord<String, byte[]> event(
            String id, String type, StripeEventFixture birth, Map<String, String> metadata, String status, int second) {
        Map<String, Object> intent = new LinkedHashMap<>();
        intent.put("id", birth.intentId());
        intent.put("object", "payment_intent");
        intent.put("amount", 4999);
        intent.put("amount_received", status.equals("succeeded") ? 4999 : 0);
        intent.put("client_secret", SECRETS.getFirst());
        intent.put("created", StripeEventFixture.BIRTH);
        intent.put("currency", "usd");
        intent.put("description", HOSTILE);
        intent.put("metadata", metadata);
        intent.put("status", status);
        intent.put(
                "last_payment_error",
                second == 2
                        ? Map.of("type", "card_error", "code", SCRIPT, "decline_code", SCRIPT, "message", HOSTILE)
                        : null);
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("id", id);
        event.put("object", "event");
        event.put("created", StripeEventFixture.BIRTH + second);
        event.put("livemode", false);
        event.put("type", type);
        event.put("data", Map.of("object", intent));
        return record(Topic.STRIPE_EVENTS, birth.intentId(), EventJson.write(event));
    }

    /** Nobody of ours writes such a one: somebody else has got at the topic. */
    private ProducerRecord<String, byte[]> forgedLetter(Topic topic) throws IllegalAccessException {
        ProducerRecord<String, byte[]> letter = record(topic, mark + HOSTILE, HOSTILE.getBytes(StandardCharsets.UTF_8));
        for (Field name : HeaderNames.class.getFields()) {
            if (Modifier.isStatic(name.getModifiers())) {
                letter.headers().add(String.valueOf(name.get(null)), HOSTILE.getBytes(StandardCharsets.UTF_8));
            }
        }
        letter.headers().add(SCRIPT, HOSTILE.getBytes(StandardCharsets.UTF_8));
        return letter;
    }

    private static ProducerRecord<String, byte[]> record(Topic topic, String key, byte[] body) {
        return new ProducerRecord<>(topic.topicName(), key, body);
    }

    /** These, and what they lead to that is one thing of ours or a part of it. */
    private Map<String, String> pagesFrom(Visitor visitor, List<String> starts) throws Exception {
        Map<String, String> pages = new LinkedHashMap<>();
        Queue<String> open = new ArrayDeque<>(starts);
        Set<String> known = new LinkedHashSet<>(starts);
        while (!open.isEmpty() && pages.size() < MOST_PAGES) {
            String path = open.remove();
            HttpResponse<String> page = visitor.get(path);
            pages.put(path, page.body());
            assertThat(page.statusCode()).as(path).isLessThan(500);
            if (!page.body().contains("boom") && !page.body().contains(mark)) {
                continue;
            }
            Matcher link = LINK.matcher(page.body());
            while (link.find()) {
                String next = link.group(1)
                        .replace("&amp;", "&")
                        .replace("&#39;", "'")
                        .replace("&quot;", "\"");
                if (DETAIL.matcher(next).matches() && known.add(next)) {
                    open.add(next);
                }
            }
        }
        return pages;
    }
}
