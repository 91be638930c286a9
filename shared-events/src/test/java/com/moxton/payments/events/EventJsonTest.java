package com.moxton.payments.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {
    private static final Instant AT = Instant.parse("2026-11-23T10:15:30.123456Z");
    private static final PaymentError DECLINED =
            new PaymentError("card_declined", "insufficient_funds", "Your card has insufficient funds.");
    private static final PaymentUpdate UPDATE = new PaymentUpdate(
            "pay-1",
            "order-1",
            "pi_1",
            new BigDecimal("49.90"),
            "usd",
            "requires_payment_method",
            "payment_failed",
            DECLINED,
            3,
            AT);

    static Stream<PaymentRequest> requests() {
        return Stream.of(
                new PaymentRequest.CreateIntent(
                        "r1", AT, "u1", "order-1", new BigDecimal("49.90"), "usd", Map.of("cart", "7"), "key-1"),
                new PaymentRequest.CreateIntent("r2", AT, "u1", "order-1", BigDecimal.ONE, "usd", Map.of(), null),
                new PaymentRequest.Confirm("r3", AT, "u1", "pi_1", "pm_card_visa", "https://shop.example/done", null),
                new PaymentRequest.Get("r4", AT, "u1", "pi_1"),
                new PaymentRequest.Refresh("r5", AT, "pay-1", "order-1", "same second"));
    }

    static Stream<PaymentReply> replies() {
        return Stream.of(
                new PaymentReply.IntentCreated(
                        "r1",
                        "u1",
                        null,
                        "pi_1",
                        "pay-1",
                        "requires_payment_method",
                        new ClientSecret("pi_1_secret_x")),
                new PaymentReply.IntentConfirmed(
                        "r2",
                        "u1",
                        "r0",
                        "pi_1",
                        "requires_action",
                        new PaymentReply.NextAction("redirect_to_url", "https://stripe.example/3ds"),
                        null),
                new PaymentReply.PaymentFound("r3", "u1", UPDATE),
                new PaymentReply.Refused("r4", "u1", null, Refusal.CARD_DECLINED, "Declined.", DECLINED, null));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void readsBackEveryRequest(PaymentRequest request) {
        assertThat(EventJson.read(EventJson.write(request), PaymentRequest.class))
                .isEqualTo(request);
    }

    @ParameterizedTest
    @MethodSource("replies")
    void readsBackEveryReply(PaymentReply reply) {
        assertThat(EventJson.read(EventJson.write(reply), PaymentReply.class)).isEqualTo(reply);
    }

    @Test
    void writesTheContractsFieldNames() {
        assertThat(EventJson.text(UPDATE)).isEqualTo("""
                        {"paymentId":"pay-1","orderId":"order-1","intentId":"pi_1","amount":49.90,"currency":"usd",\
                        "status":"requires_payment_method","orderStatus":"payment_failed",\
                        "lastError":{"code":"card_declined","declineCode":"insufficient_funds",\
                        "message":"Your card has insufficient funds."},"version":3,\
                        "updatedAt":"2026-11-23T10:15:30.123456Z"}""");
        assertThat(EventJson.text(Refusal.ORDER_NOT_FOUND)).isEqualTo("\"order_not_found\"");
    }

    @Test
    void ignoresFieldsOfNewerWriters() {
        byte[] json =
                "{\"type\":\"get\",\"requestId\":\"r\",\"requestedAt\":\"2026-11-23T10:15:30Z\",\"userId\":\"u\",\"intentId\":\"pi_1\",\"later\":1}"
                        .getBytes(UTF_8);

        assertThat(EventJson.read(json, PaymentRequest.class)).isInstanceOf(PaymentRequest.Get.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"type\":\"unheard-of\"}",
                "{\"type\":\"create-intent\",\"requestId\":\"r\"}",
                "{\"type\":\"get\",\"type\":\"confirm\"}",
                "{\"type\":\"get\"} trailing",
                "\u0000"
            })
    void refusesWhatIsNoRequestWithoutQuotingIt(String json) {
        assertThatThrownBy(() -> EventJson.read(json.getBytes(UTF_8), PaymentRequest.class))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageStartingWith("Not a PaymentRequest")
                .hasNoCause();
    }

    @Test
    void namesTheFieldThatIsAbsent() {
        byte[] json =
                "{\"type\":\"get\",\"requestId\":\"r\",\"requestedAt\":\"2026-11-23T10:15:30Z\",\"intentId\":\"pi_1\"}"
                        .getBytes(UTF_8);

        assertThatThrownBy(() -> EventJson.read(json, PaymentRequest.class))
                .isInstanceOf(MalformedEventException.class)
                .hasMessage("Not a Get: userId is absent");
    }

    @Test
    void SECRETS_STAY_SECRET_keepsClientSecretsOutOfText() {
        assertThat(replies().map(Object::toString))
                .allSatisfy(text -> assertThat(text).doesNotContain("_secret_"));
    }

    @Test
    void keysRequestsByOrderWhereTheyNameOne() {
        assertThat(requests().map(PaymentRequest::key))
                .containsExactly("order-1", "order-1", "pi_1", "pi_1", "order-1");
    }
}
