package com.moxton.payments.worker.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.consume.StripeEventFixture;
import com.moxton.payments.worker.ops.OpsAudit;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Replays as scripts ask for them. */
class ReplayApiIT extends ReplayIT {

    private static final String SIGNED_IN =
            "Basic " + Base64.getEncoder().encodeToString("ops:only-for-tests".getBytes(StandardCharsets.UTF_8));

    private final HttpClient http = HttpClient.newHttpClient();

    @Autowired
    private OpsAudit audit;

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'mode': 'walk', 'reason': 'x'}                                          | mode",
                "{'reason': 'x'}                                                          | mode",
                "{'mode': 'run'}                                                          | reason",
                "{'mode': 'run', 'reason': '  '}                                          | reason",
                "{'mode': 'run', 'reason': 'x', 'topic': 'payment.updates'}               | topic",
                "{'mode': 'run', 'reason': 'x', 'topic': '../etc/passwd'}                 | topic",
                "{'mode': 'run', 'reason': 'x', 'limit': 0}                               | limit",
                "{'mode': 'run', 'reason': 'x', 'limit': -5}                              | limit",
                "{'mode': 'run', 'reason': 'x', 'limit': 'many'}                          | limit",
                "{'mode': 'run', 'reason': 'x', 'rate': 0}                                | rate",
                "{'mode': 'run', 'reason': 'x', 'rate': 1000000}                          | rate",
                "{'mode': 'run', 'reason': 'x', 'from': {'time': 'yesterday'}}            | from.time",
                "{'mode': 'run', 'reason': 'x', 'from': {'time': '+999999999-01-01T00:00:00Z'}} | from.time",
                "{'mode': 'run', 'reason': 'x', 'from': {}}                               | from",
                "{'mode': 'run', 'reason': 'x', 'to': {'offsets': {}}}                    | to.offsets",
                "{'mode': 'run', 'reason': 'x', 'to': {'offsets': {'0': -1}}}             | to.offsets",
                "{'mode': 'run', 'reason': 'x', 'to': {'offsets': {'99': 1}}}             | to.offsets",
                "{'mode': 'run', 'reason': 'x', 'from': {'offsets': {'0': 5}}, 'to': {'offsets': {'0': 1}}} | to",
                "{'mode': 'run', 'reason': 'x', 'filter': {'types': ['DROP TABLE']}}      | filter.types",
                "{'mode': 'run', 'reason': 'x', 'filter': {'eventIds': [null]}}           | filter.eventIds",
                "{'mode': 'run', 'reason': 'x', 'filter': {'outcomes': ['nice']}}         | filter.outcomes",
                "{'mode': 'run', 'reason': 'x', 'filter': {'sources': ['nowhere']}}       | filter.sources",
                "{'mode': 'run', 'reason': 'x', 'filtre': {'orders': ['o']}}              | filtre",
                "{'mode': 'run', 'reason': 'x', 'dryRun': 'none'}                         | dryRun",
                "{'mode': 'dry-run', 'reason': 'x', 'topic': 'payment.requests.dlt'}      | mode",
                "{'mode': 'run', 'reason': 'x', 'topic': 'payment.requests.dlt', 'force': true} | force"
            })
    void badInputNamesTheField(String body, String field) throws Exception {
        HttpResponse<String> answer = post("/replays", body.replace('\'', '"'));
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"", "\"code\":\"invalid_input\"");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void refusesFiltersOfThousandsOfEntries() throws Exception {
        String ids = String.join(",", Collections.nCopies(1001, "\"evt_1\""));
        assertThat(post("/replays", "{\"mode\": \"run\", \"reason\": \"x\", \"filter\": {\"eventIds\": [" + ids + "]}}")
                        .body())
                .contains("filter.eventIds");
    }

    @Test
    void tellsOfAJobFromItsStartToItsEnd() throws Exception {
        List<StripeEventFixture> events = stories(2);
        String order = events.getFirst().orderId();
        execute("UPDATE orders SET status = 'pending', paid_at = NULL WHERE id = ?", order);

        HttpResponse<String> accepted = post("/replays", """
                {"mode": "dry-run", "force": true, "reason": "ticket 17", "filter": {"orders": ["%s"]}}""".formatted(order));
        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.body()).contains("\"state\":\"queued\"", "\"requestedBy\":\"ops\"", "ticket 17");
        String address = accepted.headers().firstValue("Location").orElseThrow();
        String id = address.substring(address.lastIndexOf('/') + 1);
        completed(replays.find(id));

        assertThat(get("/replays/" + id).body())
                .contains("\"state\":\"completed\"", "\"matched\":3", "\"changed\":{\"orders\":1,\"payments\":1}");
        assertThat(get("/replays/" + id + "/diffs").body())
                .contains("\"status\":{\"before\":\"pending\",\"after\":\"paid\"}");
        assertThat(get("/replays").body()).contains(id);
        assertThat(get("/audits").body()).doesNotContain(id);
        assertThat(post("/replays/" + id + "/pause", "{}").statusCode()).isEqualTo(409);
        assertThat(get("/replays/nonsense").statusCode()).isEqualTo(404);
        assertThat(get("/replays?limit=0").body()).contains("\"field\":\"limit\"");
        assertThat(get("/replays?limit=lots").body()).contains("\"field\":\"limit\"");
        assertThat(get("/audit-log?limit=20").body())
                .contains("\"subject\":\"%s\"".formatted(id), "\"act\":\"replay.dry-run\"", "\"userName\":\"ops\"");
        assertThat(get("/audit-log?before=1").body()).isEqualTo("[]");
        assertThat(get("/audit-log?limit=501").body()).contains("\"field\":\"limit\"");
        assertThat(audit.of(id)).singleElement().satisfies(entry -> {
            assertThat(entry.userName()).isEqualTo("ops");
            assertThat(entry.act()).isEqualTo("replay.dry-run");
            assertThat(entry.reason()).isEqualTo("ticket 17");
            assertThat(String.valueOf(entry.details())).contains(order);
        });
    }

    @Test
    void auditsOnDemand() throws Exception {
        List<StripeEventFixture> events = stories(2);
        execute(
                "UPDATE payments SET amount_received = 7 WHERE id = ?",
                events.getFirst().paymentId());
        HttpResponse<String> accepted = post(
                "/audits",
                "{\"reason\": \"monthly\", \"filter\": {\"intents\": [\"%s\"]}}"
                        .formatted(events.getFirst().intentId()));
        assertThat(accepted.statusCode()).isEqualTo(202);
        String address = accepted.headers().firstValue("Location").orElseThrow();
        String id = address.substring(address.lastIndexOf('/') + 1);
        completed(replays.find(id));

        assertThat(get("/audits/" + id).body())
                .contains("\"mode\":\"audit\"", "\"differing\":{\"orders\":0,\"payments\":1}");
        assertThat(get("/audits/" + id + "/diffs").body())
                .contains("\"amount_received\":{\"before\":\"7.00\",\"after\":\"49.99\"}");
        assertThat(post("/audits", "{\"reason\": \"x\", \"filter\": {\"types\": [\"*\"]}}")
                        .body())
                .contains("\"field\":\"filter\"");
    }

    @Test
    void isForOperationsOnly() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address("/replays"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
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
        return URI.create("http://localhost:" + port + "/ops/api" + path);
    }
}
