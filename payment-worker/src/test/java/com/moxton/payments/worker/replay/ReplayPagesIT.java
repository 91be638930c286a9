package com.moxton.payments.worker.replay;

import static com.moxton.payments.worker.console.Visitor.location;
import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.worker.console.Visitor;
import com.moxton.payments.worker.consume.StripeEventFixture;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Replays and audits as somebody at the console asks for them. */
class ReplayPagesIT extends ReplayIT {

    private static final String FORM = "/replays/new";

    @LocalServerPort
    private int port;

    private Visitor ann;

    @BeforeEach
    void signIn() throws Exception {
        ann = Visitor.signedIn(port);
    }

    @Test
    void auditLeadsToADryRunAndThatToTheRepair() throws Exception {
        List<StripeEventFixture> events = stories(2);
        String order = events.getFirst().orderId();
        execute("UPDATE orders SET status = 'pending', paid_at = NULL WHERE id = ?", order);

        HttpResponse<String> asked =
                ann.post("/audits/new", "/audits", Map.of("orders", order, "reason", "is it right?"));
        assertThat(asked.statusCode()).isEqualTo(302);
        String audit = idOf(asked);
        completed(replays.find(audit));
        assertThat(ann.get("/replays/" + audit).body())
                .contains("What differs from the log", ">pending<", ">paid<", "/replays/new?audit=" + audit);
        assertThat(ann.get("/audits").body()).contains(audit, "is it right?");

        String prepared = ann.get("/replays/new?audit=" + audit).body();
        assertThat(prepared).contains(order + "</textarea>", "name=\"force\" value=\"true\" checked");
        String dryRun = idOf(ann.post(
                FORM, "/replays", Map.of("mode", "dry-run", "orders", order, "force", "true", "reason", "repair")));
        completed(replays.find(dryRun));
        assertThat(ann.get("/replays/" + dryRun).body())
                .contains("What it would change", ">pending<", ">paid<", "Run this", "Outcomes there would be");

        String run = idOf(ann.post(
                "/replays/" + dryRun, "/replays/" + dryRun + "/run", Map.of("reason", "as shown", "rate", "100")));
        completed(replays.find(run));
        assertThat(row("SELECT status FROM orders WHERE id = ?", order)).containsEntry("status", "paid");
        assertThat(ann.get("/replays/" + run).body())
                .contains("As shown by", "/replays/" + dryRun, "applied 1", "superseded 2");
        assertThat(ann.get("/replays").body()).contains(run, dryRun).doesNotContain(audit);
        assertThat(ann.get("/audit").body()).contains("replay.start", run, "as shown", "audit.start", ">ops<");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fromTime    | yesterday   | from.time must look like",
                "fromOffsets | 0           | from.offsets must look like",
                "toOffsets   | 0:1, 0:2    | to.offsets must look like",
                "toOffsets   | 99:1        | to.offsets",
                "limit       | many        | limit must be a whole number",
                "rate        | 99999999999 | rate is out of range",
                "types       | DROP TABLE  | filter.types must be",
                "topic       | nowhere     | topic must be one of",
                "mode        | walk        | mode must be"
            })
    void keepsTheInputAndSaysWhatIsWrongWithIt(String field, String value, String complaint) throws Exception {
        Map<String, String> input = new TreeMap<>(
                Map.of("mode", "dry-run", "orders", "order-typed-in", "force", "true", "reason", "<b>because</b>"));
        input.put(field, value);
        HttpResponse<String> page = ann.post(FORM, "/replays", input);
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body())
                .contains(complaint, "role=\"alert\"", "order-typed-in</textarea>", "&lt;b&gt;because&lt;/b&gt;")
                .doesNotContain("<b>because");
    }

    @Test
    void wantsAReason() throws Exception {
        assertThat(ann.post(FORM, "/replays", Map.of("mode", "run", "orders", "o"))
                        .body())
                .contains("reason is required");
        assertThat(ann.post("/audits/new", "/audits", Map.of("orders", "o")).body())
                .contains("reason is required");
    }

    @Test
    void tellsWhenAnActComesTooLate() throws Exception {
        String id = idOf(ann.post(
                FORM, "/replays", Map.of("mode", "dry-run", "orders", "order-none", "reason", "nothing to do")));
        completed(replays.find(id));
        HttpResponse<String> late = ann.post("/replays/" + id, "/replays/" + id + "/pause", Map.of());
        assertThat(location(late)).endsWith("/replays/" + id);
        assertThat(ann.get("/replays/" + id).body()).contains("nothing to pause", "No row would change.");
        assertThat(ann.post("/replays/" + id, "/replays/" + id + "/explode", Map.of())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void loadsThePageAgainWhenTheJobHasEnded() throws Exception {
        String id = idOf(ann.post(
                FORM, "/replays", Map.of("mode", "dry-run", "orders", "order-none", "reason", "nothing to do")));
        completed(replays.find(id));
        assertThat(ann.get("/replays/" + id + "/progress?seen=running", "HX-Request", "true")
                        .headers()
                        .firstValue("HX-Refresh"))
                .contains("true");
        HttpResponse<String> part = ann.get("/replays/" + id + "/progress?seen=completed", "HX-Request", "true");
        assertThat(part.headers().firstValue("HX-Refresh")).isEmpty();
        assertThat(part.body()).contains("id=\"progress\"").doesNotContain("<html", "hx-trigger");
    }

    @Test
    void knowsNoOtherJobs() throws Exception {
        HttpResponse<String> page = ann.get("/replays/nonsense");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("There is no such job.");
        assertThat(ann.get("/audit?before=nonsense").statusCode()).isEqualTo(400);
    }

    private static String idOf(HttpResponse<?> redirect) {
        assertThat(redirect.statusCode()).isEqualTo(302);
        String address = location(redirect);
        return address.substring(address.lastIndexOf('/') + 1);
    }
}
