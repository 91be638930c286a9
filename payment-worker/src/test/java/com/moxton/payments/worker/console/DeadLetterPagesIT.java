package com.moxton.payments.worker.console;

import static com.moxton.payments.worker.console.Visitor.location;
import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.events.Topic;
import com.moxton.payments.worker.consume.EventIT;
import com.moxton.payments.worker.consume.StripeEventFixture;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

class DeadLetterPagesIT extends EventIT {

    private static final Pattern LINK = Pattern.compile("href=\"(/dead-letters/\\d+)\"");

    @LocalServerPort
    private int port;

    @Test
    void showsALetterWithItsBodyMaskedAndRedrivesIt() throws Exception {
        Visitor visitor = Visitor.signedIn(port);
        String key = letter("{\"id\":\"evt_1\",\"note\":\"<b>sk_live_abc</b>\"");
        String address = addressOf(visitor, key);

        assertThat(visitor.get(address).body())
                .contains("malformed", "before", "MalformedEventException", "stripe.events, partition", key)
                .contains("stripe.events.dlt, partition", "Nobody has redriven or discarded it");
        assertThat(visitor.get(address + "/body").body())
                .contains("evt_1", "[masked]", "&lt;b&gt;", "dlt-source-offset")
                .doesNotContain("sk_live", "<html", "<b>");

        assertThat(visitor.get(address + "/source").body())
                .contains("evt_1", "[masked]")
                .doesNotContain("sk_live", "dlt-");

        HttpResponse<String> done = visitor.post(address, address + "/redrive", Map.of("why", "let us see"));
        assertThat(location(done)).endsWith(address);
        awaiting()
                .untilAsserted(() -> assertThat(visitor.get(address).body())
                        .contains("superseded", "A newer one took its place", "dead-letter.redrive", "let us see"));
        HttpResponse<String> again = visitor.post(address, address + "/redrive", Map.of());
        assertThat(location(again)).endsWith(address);
        assertThat(visitor.get(address).body()).contains("nothing to redrive");
    }

    @Test
    void discardsASelectionWithAReasonOnly() throws Exception {
        Visitor visitor = Visitor.signedIn(port);
        String key = letter("nonsense");
        String address = addressOf(visitor, key);
        String id = address.substring(address.lastIndexOf('/') + 1);
        String list = "/dead-letters?text=" + key;

        visitor.post(list, "/dead-letters/discard", Map.of("ids", id, "why", " ", "text", key));
        assertThat(visitor.get(list).body()).contains("reason is required", "value=\"" + id + "\"");
        visitor.post(list, "/dead-letters/discard", Map.of("why", "x", "text", key));
        assertThat(visitor.get(list).body()).contains("select at least one dead letter");

        HttpResponse<String> done =
                visitor.post(list, "/dead-letters/discard", Map.of("ids", id, "why", "theirs", "text", key));
        assertThat(location(done)).endsWith(list);
        assertThat(visitor.get(list).body()).contains("It is discarded.", "No open dead letter");
        assertThat(visitor.get("/dead-letters?state=discarded&text=" + key).body())
                .contains(key)
                .doesNotContain("id=\"redrive-selected\"");
        assertThat(visitor.get(address).body())
                .contains("theirs", "dead-letter.discard")
                .doesNotContain("id=\"acts\"");
    }

    @Test
    void redrivesAllThatMatchAndKeepsTheFilter() throws Exception {
        Visitor visitor = Visitor.signedIn(port);
        String key = letter("nonsense");
        addressOf(visitor, key);
        String list = "/dead-letters?text=" + key;

        HttpResponse<String> done = visitor.post(list, "/dead-letters/redrive-all", Map.of("text", key));

        assertThat(location(done)).endsWith(list);
        awaiting()
                .untilAsserted(() -> assertThat(visitor.get("/dead-letters?state=superseded&text=" + key)
                                .body())
                        .contains(key));
        assertThat(visitor.get("/dead-letters/states?state=any").body())
                .contains("superseded")
                .doesNotContain("<html");
    }

    @Test
    void tellsWhatIsWrong() throws Exception {
        Visitor visitor = Visitor.signedIn(port);
        assertThat(visitor.get("/dead-letters/999999999").statusCode()).isEqualTo(404);
        assertThat(visitor.get("/dead-letters?state=nice").statusCode()).isEqualTo(400);
        assertThat(visitor.get("/dead-letters?text=nothing-like-that").body()).contains("No open dead letter");
        assertThat(visitor.get("/dead-letters?state=any&text=nothing-like-that").body())
                .contains("No dead letter fits");
        assertThat(new Visitor(port).get("/dead-letters").statusCode()).isEqualTo(302);
    }

    /** @return its key */
    private String letter(String body) {
        String key = StripeEventFixture.newId("pi");
        publishRecords(List.of(
                new ProducerRecord<>(Topic.STRIPE_EVENTS.topicName(), key, body.getBytes(StandardCharsets.UTF_8))));
        return key;
    }

    private static String addressOf(Visitor visitor, String key) {
        return awaiting()
                .until(
                        () -> {
                            Matcher link = LINK.matcher(
                                    visitor.get("/dead-letters?text=" + key).body());
                            return link.find() ? link.group(1) : "";
                        },
                        address -> !address.isEmpty());
    }
}
