package com.moxton.payments.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeEventHeadTest {

    @Test
    void readsWhatHeadersNeed() {
        StripeEventHead head = parse("""
                {"id": "evt_1", "object": "event", "account": "acct_1", "created": 1700000000, "livemode": true,
                 "data": {"previous_attributes": {"id": "no"}, "object": {"id": "pi_1", "object": "payment_intent",
                 "metadata": {"id": "no", "object": "no"}}}, "pending_webhooks": [1], "type": "payment_intent.succeeded"}
                """);

        assertThat(head)
                .isEqualTo(new StripeEventHead(
                        "evt_1", "payment_intent.succeeded", 1_700_000_000, true, "acct_1", "pi_1"));
    }

    @Test
    void leavesOutWhatTheEventDoesNotSay() {
        StripeEventHead head = event("{\"object\": \"payment_intent\", \"id\": \"pi_1\"}");

        assertThat(head.livemode()).isNull();
        assertThat(head.account()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[false, \"id\", 1]",
                "{\"id\": \"evt_2\", \"account\": \"acct_2\"}",
                "[[], {\"data\": {}}]",
                "\"true\"",
                "1",
                "null"
            })
    void takesNothingFromWithinAModeThatIsNone(String livemode) {
        StripeEventHead head = parse("""
                {"id": "evt_1", "object": "event", "created": 1, "type": "a", "livemode": %s,
                 "data": {"object": {"id": "pi_1", "object": "payment_intent"}}}
                """.formatted(livemode));

        assertThat(head).isEqualTo(new StripeEventHead("evt_1", "a", 1, null, null, "pi_1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            {"object": "payment_intent", "id": "pi_1"}                                 | pi_1
            {"object": "payment_intent", "id": "pi_1", "payment_intent": "pi_2"}       | pi_1
            {"object": "charge", "id": "ch_1", "payment_intent": "pi_1"}               | pi_1
            {"object": "charge", "id": "ch_1", "payment_intent": null}                 | ch_1
            {"object": "charge", "id": "ch_1", "payment_intent": {"id": "pi_1"}}       | ch_1
            {"object": "customer", "id": "cus_1"}                                      | cus_1
            {"object": "balance"}                                                      | evt_1
            {"object": "coupon", "id": "25 % off"}                                     | evt_1
            {"object": "balance", "id": 17}                                            | evt_1
            """)
    void keysByTheIntentElseTheObjectElseTheEvent(String object, String key) {
        assertThat(event(object).key()).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "not json",
                "null",
                "{\"id\": \"evt_1\"",
                "{\"id\": \"evt\\n1\", \"object\": \"event\", \"type\": \"a\", \"created\": 1, \"data\": {\"object\": {\"object\": \"b\"}}}",
                "{\"id\": \"evt_1\", \"object\": \"event\", \"type\": \"a\", \"created\": -1, \"data\": {\"object\": {\"object\": \"b\"}}}",
                "{\"id\": \"evt_1\", \"object\": \"event\", \"type\": \"a\", \"created\": 1e3, \"data\": {\"object\": {\"object\": \"b\"}}}",
                "{\"id\": \"evt_1\", \"object\": \"event\", \"type\": \"a\", \"created\": 1, \"data\": {\"object\": \"b\"}}",
                "{\"id\": \"evt_1\", \"object\": \"event\", \"type\": \"a\", \"created\": 1, \"data\": {\"object\": {\"object\": \"b\"}}",
                "{}",
                "{\"id\": \"evt_1\", \"object\": \"event\", \"type\": \"a\", \"created\": 1, \"data\": []}",
                "{\"id\": \"evt_1\", \"object\": \"charge\", \"type\": \"a\", \"created\": 1, \"data\": {\"object\": {\"object\": \"b\"}}}",
                "{\"id\": \" \", \"object\": \"event\", \"type\": \"a\", \"created\": 1, \"data\": {\"object\": {\"object\": \"b\"}}}",
                "{\"id\": \"evt_1\", \"object\": \"event\", \"type\": \"a\", \"created\": \"1\", \"data\": {\"object\": {\"object\": \"b\"}}}",
                "{\"id\": \"evt_1\", \"object\": \"event\", \"type\": \"a\", \"created\": 99999999999999999999, \"data\": {\"object\": {\"object\": \"b\"}}}",
                "{\"id\": \"evt_1\", \"object\": \"event\", \"type\": \"a\", \"created\": 1, \"data\": {\"object\": {\"object\": \"b\"}}} {}",
            })
    void refusesWhatIsNoEvent(String body) {
        assertThatExceptionOfType(MalformedEventException.class).isThrownBy(() -> parse(body));
    }

    @Test
    void refusesBytesThatAreNoTextAndDepthsThatHaveNoEnd() {
        for (byte[] body : new byte[][] {
            {(byte) 0xff, (byte) 0xfe, 0, 1, 2}, ("{\"a\":" + "[".repeat(100_000)).getBytes(StandardCharsets.US_ASCII)
        }) {
            assertThatExceptionOfType(MalformedEventException.class).isThrownBy(() -> StripeEventHead.parse(body));
        }
    }

    private static StripeEventHead event(String object) {
        return parse(
                "{\"id\": \"evt_1\", \"object\": \"event\", \"type\": \"t\", \"created\": 1, \"data\": {\"object\": %s}}"
                        .formatted(object));
    }

    private static StripeEventHead parse(String json) {
        return StripeEventHead.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
