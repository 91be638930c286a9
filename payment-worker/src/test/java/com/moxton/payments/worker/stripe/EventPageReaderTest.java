package com.moxton.payments.worker.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.worker.stripe.StripeEventLog.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventPageReaderTest {

    private static final EventTypes ALL = new EventTypes(List.of("*"));

    @Test
    void keepsEveryCharacterOfAnEvent() {
        String first = """
                {
                      "id": "evt_2",  "created":1700000002,
                      "data": {"object": {"amount": 1.10, "name": "caf\\u00e9 € 🙂", "nested": [{"id": "no"}, [], {}]}},
                      "type": "payment_intent.succeeded"
                    }""";
        String second = "{\"type\":\"a\",\"id\":\"evt_1\",\"created\":1700000001}";
        String body =
                "{\n \"object\": \"list\", \"data\": [\n    %s,\n    %s ], \"has_more\": true, \"url\": \"/v1/events\"}"
                        .formatted(first, second);

        EventPageReader.Cut cut = EventPageReader.cut(body, ALL);

        assertThat(cut.events()).extracting(EventPageReaderTest::text).containsExactly(first, second);
        assertThat(cut.events()).extracting(Entry::id).containsExactly("evt_2", "evt_1");
        assertThat(cut.events().getFirst().created()).isEqualTo(Instant.ofEpochSecond(1_700_000_002));
        assertThat(cut.more()).isTrue();
        assertThat(cut.last()).isEqualTo("evt_1");
    }

    @Test
    void leavesOutOtherTypesAndStillPagesOnFromThem() {
        String body = """
                {"data": [{"id": "evt_2", "created": 2, "type": "payment_intent.created"},
                          {"id": "evt_1", "created": 1, "type": "customer.created"}], "has_more": true}
                """;

        EventPageReader.Cut cut =
                EventPageReader.cut(body, new EventTypes(List.of("payment_intent.*", "charge.failed")));

        assertThat(cut.events()).extracting(Entry::id).containsExactly("evt_2");
        assertThat(cut.last()).isEqualTo("evt_1");
    }

    /** Jackson reads long texts piece by piece. */
    @Test
    void keepsItsPlaceInALongPage() {
        List<String> events = IntStream.range(0, 100)
                .mapToObj(i -> "{\"id\": \"evt_%d\", \"created\": %d, \"type\": \"a\", \"text\": \"%s\"}"
                        .formatted(i, i, "é🙂x".repeat(500)))
                .toList();

        EventPageReader.Cut cut =
                EventPageReader.cut("{\"data\": [" + String.join(",\n", events) + "], \"has_more\": false}", ALL);

        assertThat(cut.events()).extracting(EventPageReaderTest::text).isEqualTo(events);
    }

    @Test
    void readsAnEmptyPage() {
        EventPageReader.Cut cut = EventPageReader.cut("{\"data\": [], \"has_more\": false}", ALL);

        assertThat(cut.events()).isEmpty();
        assertThat(cut.last()).isNull();
        assertThat(cut.more()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{}",
                "{\"data\": []}",
                "{\"has_more\": false}",
                "{\"data\": {}, \"has_more\": false}",
                "{\"data\": [17], \"has_more\": false}",
                "{\"data\": [{\"id\": \"evt_1\", \"type\": \"a\"}], \"has_more\": false}",
                "{\"data\": [{\"id\": \"evt_1\", \"type\": \"a\", \"created\": \"1\"}], \"has_more\": false}",
                "{\"data\": [{\"id\": \"evt_1\", \"type\": \"a\", \"created\": 1}], \"has_more\": fal"
            })
    void refusesWhatIsNoPage(String body) {
        assertThatExceptionOfType(MalformedEventException.class).isThrownBy(() -> EventPageReader.cut(body, ALL));
    }

    @Test
    void showsNoBodyAsText() {
        Entry entry = new Entry("evt_1", "a", Instant.EPOCH, "pi_1_secret_x".getBytes(StandardCharsets.UTF_8));

        assertThat(entry.toString()).contains("evt_1").doesNotContain("secret");
    }

    private static String text(Entry entry) {
        return new String(entry.json(), StandardCharsets.UTF_8);
    }
}
