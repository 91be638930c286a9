package com.moxton.payments.worker.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.consume.EventIT;
import com.moxton.payments.worker.consume.StripeEventFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Dead letters as scripts treat them. */
class DeadLetterIT extends EventIT {

    private static final String SIGNED_IN =
            "Basic " + Base64.getEncoder().encodeToString("ops:only-for-tests".getBytes(StandardCharsets.UTF_8));

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Test
    void redrivenOrphanTakesEffectOnceItsOrderIsThere() throws Exception {
        StripeEventFixture birth = StripeEventFixture.birth(newOrder(), 4999);
        publish(List.of(birth));
        JsonNode letter = awaitState(birth.intentId(), "open");

        assertThat(letter.get("reason").asString()).isEqualTo("orphaned");
        assertThat(letter.get("message").asString()).isEqualTo("The order doesn't exist");
        assertThat(letter.get("exceptionClass").isNull()).isTrue();
        assertThat(letter.get("stage").asString()).isEqualTo("during");
        assertThat(letter.get("attempts").asInt()).isEqualTo(4);
        assertThat(letter.get("eventId").asString()).isEqualTo(birth.id());
        assertThat(letter.get("type").asString()).isEqualTo("payment_intent.created");
        assertThat(letter.at("/source/topic").asString()).isEqualTo("stripe.events");
        assertThat(letter.at("/source/partition").isInt()).isTrue();
        assertThat(letter.at("/source/offset").isNumber()).isTrue();
        assertThat(letter.at("/position/topic").asString()).isEqualTo("stripe.events.dlt");
        assertThat(letter.get("firstFailedAt").asString())
                .isLessThan(letter.get("lastFailedAt").asString());

        JsonNode body = json(get("/" + id(letter) + "/body"));
        assertThat(body.get("text").asString()).contains(birth.id(), "[masked]").doesNotContain("_secret_");
        assertThat(body.get("bytes").asInt()).isEqualTo(birth.json().length);
        assertThat(body.at("/headers/dlt-reason").asString()).isEqualTo("orphaned");

        order(birth.orderId(), "49.99");
        HttpResponse<String> accepted = post("/" + id(letter) + "/redrive", "{\"reason\":\"the order is there\"}");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        assertThat(accepted.headers().firstValue("Location").orElseThrow()).contains("/redrives/");

        awaitProcessed(List.of(birth));
        assertThat(outcome(birth)).isEqualTo("adopted");
        JsonNode resolved = awaitState(birth.intentId(), "resolved");
        assertThat(resolved.get("outcome").asString()).isEqualTo("adopted");
        assertThat(resolved.get("redrivenBy").asString()).isEqualTo("ops");
        List<ConsumerRecord<String, byte[]>> records =
                read(Topic.STRIPE_EVENTS, record -> birth.intentId().equals(record.key()));
        assertThat(records).hasSize(2);
        assertThat(records.get(1).value()).isEqualTo(birth.json());
        assertThat(text(records.get(1), HeaderNames.SOURCE)).isEqualTo("replay");
        assertThat(text(records.get(1), HeaderNames.REPLAY_ID))
                .isEqualTo(resolved.get("redriveId").asString());
        assertThat(json(get("/" + id(letter) + "/history"))).singleElement().satisfies(entry -> {
            assertThat(entry.get("act").asString()).isEqualTo("dead-letter.redrive");
            assertThat(entry.get("userName").asString()).isEqualTo("ops");
            assertThat(entry.get("reason").asString()).isEqualTo("the order is there");
        });
        HttpResponse<String> again = post("/" + id(letter) + "/redrive", "{}");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("dead_letter_resolved");
    }

    @Test
    void redrivenInVainItCountsUpAndTheNewLetterTakesItsPlace() throws Exception {
        String key = StripeEventFixture.newId("pi");
        malformed(key, "{\"id\": \"evt_1\", \"note\": \"sk_live_abc\", nonsense");
        JsonNode first = awaitState(key, "open");
        assertThat(first.get("reason").asString()).isEqualTo("malformed");
        assertThat(first.get("stage").asString()).isEqualTo("before");
        assertThat(first.get("exceptionClass").asString()).endsWith("MalformedEventException");
        assertThat(first.get("attempts").asInt()).isEqualTo(1);
        assertThat(get("/" + id(first) + "/body").body()).contains("nonsense").doesNotContain("sk_live");

        assertThat(post("/redrive", "{\"ids\":[%d]}".formatted(id(first))).statusCode())
                .isEqualTo(202);

        awaiting().untilAsserted(() -> assertThat(letters(key)).hasSize(2));
        JsonNode second = awaitState(key, "open");
        assertThat(second.get("attempts").asInt()).isEqualTo(2);
        assertThat(second.get("formerId").asLong()).isEqualTo(id(first));
        assertThat(second.get("firstFailedAt")).isEqualTo(first.get("firstFailedAt"));
        JsonNode former = awaitState(key, "superseded");
        assertThat(id(former)).isEqualTo(id(first));
        assertThat(former.get("newerId").asLong()).isEqualTo(id(second));
        HttpResponse<String> conflict = post("/" + id(first) + "/redrive", "{}");
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(conflict.body()).contains("superseded by dead letter " + id(second));
    }

    @Test
    void discardIsFinalAndNeedsAReason() throws Exception {
        String key = StripeEventFixture.newId("pi");
        malformed(key, "nonsense");
        long id = id(awaitState(key, "open"));

        for (String body : List.of("{}", "{\"reason\":\"  \"}")) {
            HttpResponse<String> refused = post("/" + id + "/discard", body);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("\"field\":\"reason\"");
        }
        assertThat(post("/" + id + "/discard", "{\"reason\":\"a test of theirs\"}")
                        .statusCode())
                .isEqualTo(200);

        JsonNode discarded = awaitState(key, "discarded");
        assertThat(discarded.get("discardReason").asString()).isEqualTo("a test of theirs");
        assertThat(discarded.get("discardedBy").asString()).isEqualTo("ops");
        assertThat(json(get("/" + id + "/history")).get(0).get("act").asString())
                .isEqualTo("dead-letter.discard");
        assertThat(post("/" + id + "/redrive", "{}").body()).contains("dead_letter_discarded");
        assertThat(post("/discard", "{\"ids\":[%d],\"reason\":\"again\"}".formatted(id))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void selectionIsRedrivenWholeOrNotAtAll() throws Exception {
        String key = StripeEventFixture.newId("pi");
        malformed(key, "nonsense");
        long id = id(awaitState(key, "open"));

        assertThat(post("/redrive", "{\"ids\":[%d, 999999999]}".formatted(id)).statusCode())
                .isEqualTo(404);
        assertThat(letters(key).get(0).get("state").asString()).isEqualTo("open");
    }

    @Test
    void redrivesHundredsAtOnceAndTellsHowFar() throws Exception {
        List<StripeEventFixture> births = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            births.add(StripeEventFixture.birth(newOrder(), 4999));
        }
        // Straight into the dead letters: 300 orphans would be tried one after the other for too long.
        String type = "test." + UUID.randomUUID().toString().replace("-", "");
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (StripeEventFixture birth : births) {
            order(birth.orderId(), "49.99");
            ProducerRecord<String, byte[]> record =
                    new ProducerRecord<>(Topic.STRIPE_EVENTS_DLT.topicName(), birth.intentId(), birth.json());
            record.headers().add(HeaderNames.DLT_REASON, "orphaned".getBytes(StandardCharsets.UTF_8));
            record.headers().add(HeaderNames.STRIPE_EVENT_TYPE, type.getBytes(StandardCharsets.UTF_8));
            records.add(record);
        }
        publishRecords(records);
        awaiting()
                .untilAsserted(() -> assertThat(json(get("?limit=500&state=open&type=" + type)))
                        .hasSize(300));
        JsonNode page = json(get("?limit=2&type=" + type));
        JsonNode next = json(get("?limit=2&type=" + type + "&before=" + id(page.get(1))));
        assertThat(id(next.get(0))).isLessThan(id(page.get(1)));

        HttpResponse<String> accepted = post("/redrive-all", "{\"filter\":{\"type\":\"%s\"}}".formatted(type));

        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        assertThat(json(accepted).get("letters").asInt()).isEqualTo(300);
        String redrive = json(accepted).get("id").asString();
        awaitProcessed(births);
        awaiting()
                .untilAsserted(() -> assertThat(json(get("/redrives/" + redrive))
                                .at("/states/resolved")
                                .asInt())
                        .isEqualTo(300));
        assertThat(post("/redrive-all", "{\"filter\":{\"type\":\"%s\"}}".formatted(type))
                        .statusCode())
                .isEqualTo(409);
        assertThat(json(get("/counts")).findValuesAsString("state")).contains("resolved");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?state=nice       | state",
                "?topic=x          | topic",
                "?limit=0          | limit",
                "?limit=lots       | limit",
                "?before=x         | before",
                "/x                | id"
            })
    void badInputNamesTheField(String path, String field) throws Exception {
        HttpResponse<String> answer = get(path.strip());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/redrive     | {}                                  | ids",
                "/redrive     | {'ids': []}                         | ids",
                "/redrive     | {'ids': [null]}                     | ids",
                "/redrive     | {'ids': ['x']}                      | ids[0]",
                "/redrive-all | {}                                  | filter",
                "/redrive-all | {'filter': {'state': 'discarded'}}  | filter.state",
                "/redrive-all | {'filter': {'staet': 'open'}}       | filter.staet"
            })
    void badBodiesNameTheField(String path, String body, String field) throws Exception {
        HttpResponse<String> answer = post(path, body.replace('\'', '"'));
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        for (String path : List.of("/999999999", "/999999999/body", "/999999999/history", "/redrives/none")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    private void malformed(String key, String body) {
        publishRecords(List.of(
                new ProducerRecord<>(Topic.STRIPE_EVENTS.topicName(), key, body.getBytes(StandardCharsets.UTF_8))));
    }

    private JsonNode awaitState(String key, String state) throws Exception {
        awaiting()
                .untilAsserted(() -> assertThat(json(get("?text=" + key + "&state=" + state)))
                        .isNotEmpty());
        return json(get("?text=" + key + "&state=" + state)).get(0);
    }

    private JsonNode letters(String key) throws Exception {
        return json(get("?text=" + key));
    }

    private static long id(JsonNode letter) {
        return letter.get("id").asLong();
    }

    private static String text(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(address(path))
                        .header("Authorization", SIGNED_IN)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(address(path))
                        .header("Authorization", SIGNED_IN)
                        .build(),
                BodyHandlers.ofString());
    }

    private URI address(String path) {
        return URI.create("http://localhost:" + port + "/ops/api/dead-letters" + path);
    }
}
