package com.moxton.payments.ingress.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.events.HeaderNames;
import com.moxton.payments.events.kafka.RecordHeaders;
import com.moxton.payments.ingress.problem.ProblemCode;
import com.moxton.payments.ingress.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeEventHeadTest {

    @Test
    void takesWhatKeyAndHeadersNeed() {
        StripeEventHead head = parse("""
                {"id":"evt_1","object":"event","account":"acct_1","api_version":null,"created":1700000000,
                 "data":{"previous_attributes":{"object":{"id":"no"}},
                         "object":{"metadata":{"id":"no","object":"no"},"id":"pi_1","charges":[{"id":"no"}],
                                   "object":"payment_intent","amount":4999}},
                 "livemode":true,"pending_webhooks":1,"request":{"id":"no","type":"no"},"type":"payment_intent.succeeded"}
                """);

        assertThat(head)
                .isEqualTo(new StripeEventHead(
                        "evt_1", "payment_intent.succeeded", 1_700_000_000, true, "acct_1", "pi_1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"object":"payment_intent","id":"pi_1","payment_intent":"pi_2"} | pi_1
                    {"object":"charge","id":"ch_1","payment_intent":"pi_2"}         | pi_2
                    {"object":"charge","id":"ch_1","payment_intent":{"id":"pi_2"}}  | ch_1
                    {"object":"charge","id":"ch_1","payment_intent":null}           | ch_1
                    {"object":"customer","id":"cus_1"}                              | cus_1
                    {"object":"coupon","id":"25 % off"}                             | evt_1
                    {"object":"balance"}                                            | evt_1
                    """)
    void choosesTheKeyByWhatTheEventIsAbout(String object, String key) {
        assertThat(parse(event(object)).key()).isEqualTo(key);
    }

    @Test
    void leavesOutWhatTheEventDoesNotSay() {
        StripeEventHead head = parse(event("{\"object\":\"payment_intent\",\"id\":\"pi_1\"}"));

        assertThat(head.account()).isNull();
        assertThat(head.livemode()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "[]",
                "{}",
                "{",
                "nonsense",
                "{\"id\":\"evt_1\"",
                "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"t\",\"created\":1}",
                "{\"id\":1,\"object\":\"event\",\"type\":\"t\",\"created\":1,\"data\":{\"object\":{\"object\":\"x\"}}}",
                "{\"id\":\"e\",\"object\":\"charge\",\"type\":\"t\",\"created\":1,\"data\":{\"object\":{\"object\":\"x\"}}}",
                "{\"id\":\"e\\n\",\"object\":\"event\",\"type\":\"t\",\"created\":1,\"data\":{\"object\":{\"object\":\"x\"}}}",
                "{\"id\":\"e\",\"object\":\"event\",\"type\":\"\",\"created\":1,\"data\":{\"object\":{\"object\":\"x\"}}}",
                "{\"id\":\"e\",\"object\":\"event\",\"type\":\"t\",\"created\":\"1\",\"data\":{\"object\":{\"object\":\"x\"}}}",
                "{\"id\":\"e\",\"object\":\"event\",\"type\":\"t\",\"created\":-1,\"data\":{\"object\":{\"object\":\"x\"}}}",
                "{\"id\":\"e\",\"object\":\"event\",\"type\":\"t\",\"created\":1e3,\"data\":{\"object\":{\"object\":\"x\"}}}",
                "{\"id\":\"e\",\"object\":\"event\",\"type\":\"t\",\"created\":99999999999999999999,\"data\":{\"object\":{\"object\":\"x\"}}}",
                "{\"id\":\"e\",\"object\":\"event\",\"type\":\"t\",\"created\":999999999999,\"data\":{\"object\":{\"object\":\"x\"}}}",
                "{\"id\":\"e\",\"object\":\"event\",\"type\":\"t\",\"created\":1,\"data\":[]}",
                "{\"id\":\"e\",\"object\":\"event\",\"type\":\"t\",\"created\":1,\"data\":{\"object\":\"x\"}}",
                "{\"id\":\"e\",\"object\":\"event\",\"type\":\"t\",\"created\":1,\"data\":{\"object\":{\"object\":\"x\"}}} {}",
                "{\"id\":\"e\",\"object\":\"event\",\"type\":\"t\",\"created\":1,\"data\":{\"object\":{\"object\":\"x\"}}"
            })
    void refusesWhatIsNoStripeEvent(String json) {
        assertNotAnEvent(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refusesBytesThatAreNoText() {
        assertNotAnEvent(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2});
        assertNotAnEvent("[".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
        assertNotAnEvent(("{\"a\":" + "[".repeat(100_000)).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void refusesIdsThatNoColumnWouldHold() {
        assertNotAnEvent(event("{\"object\":\"payment_intent\"}")
                .replace("evt_1", "e".repeat(256))
                .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void becomesARecordWithTheBodyByteForByte() {
        byte[] body = event("{\"object\":\"payment_intent\",\"id\":\"pi_1\"}").getBytes(StandardCharsets.UTF_8);
        Instant receivedAt = Instant.parse("2026-11-23T12:00:00.123456Z");

        var record = StripeEventRecord.of(
                new StripeEventHead("evt_1", "payment_intent.created", 17, false, null, "pi_1"),
                body,
                receivedAt,
                "req-1",
                null);

        assertThat(record.topic()).isEqualTo("stripe.events");
        assertThat(record.key()).isEqualTo("pi_1");
        assertThat(record.value()).isSameAs(body);
        assertThat(RecordHeaders.text(record.headers(), HeaderNames.STRIPE_EVENT_ID))
                .isEqualTo("evt_1");
        assertThat(RecordHeaders.text(record.headers(), HeaderNames.STRIPE_EVENT_TYPE))
                .isEqualTo("payment_intent.created");
        assertThat(RecordHeaders.text(record.headers(), HeaderNames.STRIPE_EVENT_CREATED))
                .isEqualTo("17");
        assertThat(RecordHeaders.text(record.headers(), HeaderNames.STRIPE_LIVEMODE))
                .isEqualTo("false");
        assertThat(RecordHeaders.text(record.headers(), HeaderNames.STRIPE_ACCOUNT))
                .isNull();
        assertThat(RecordHeaders.text(record.headers(), HeaderNames.RECEIVED_AT))
                .isEqualTo(receivedAt.toString());
        assertThat(RecordHeaders.text(record.headers(), HeaderNames.SOURCE)).isEqualTo("webhook");
        assertThat(RecordHeaders.text(record.headers(), HeaderNames.REQUEST_ID)).isEqualTo("req-1");
        assertThat(record.headers().lastHeader(HeaderNames.TRACEPARENT)).isNull();
    }

    private static String event(String object) {
        return "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"t\",\"created\":1,\"data\":{\"object\":" + object
                + "}}";
    }

    private static StripeEventHead parse(String json) {
        return StripeEventHead.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertNotAnEvent(byte[] json) {
        assertThatThrownBy(() -> StripeEventHead.parse(json))
                .isInstanceOf(ProblemException.class)
                .hasMessage(ProblemCode.NOT_A_STRIPE_EVENT.code());
    }
}
