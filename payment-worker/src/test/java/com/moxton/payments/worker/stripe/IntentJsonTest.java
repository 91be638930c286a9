package com.moxton.payments.worker.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.moxton.payments.events.MalformedEventException;
import com.moxton.payments.events.Money;
import com.moxton.payments.events.PaymentError;
import com.moxton.payments.worker.payment.IntentSnapshot;
import com.moxton.payments.worker.payment.PaymentStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class IntentJsonTest {
    private static final String INTENT = """
            {"id": "pi_1", "object": "payment_intent", "status": "requires_payment_method", "amount": 4999,
             "amount_received": 0, "currency": "usd", "created": 1700000000, "client_secret": "pi_1_secret_2",
             "metadata": {"order_id": "o-1", "odd": 7},
             "last_payment_error": {"type": "card_error", "code": "card_declined",
               "decline_code": "insufficient_funds", "message": "Your card has insufficient funds."},
             "next_action": {"type": "redirect_to_url", "redirect_to_url": {"url": "https://bank.example/3ds"}},
             "some_field_of_the_future": [1, 2]}
            """;

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    void readsWhatWeNeedFieldByField() {
        IntentSnapshot intent = IntentJson.snapshot(json(INTENT));

        assertThat(intent.intentId()).isEqualTo("pi_1");
        assertThat(intent.status()).isEqualTo(PaymentStatus.REQUIRES_PAYMENT_METHOD);
        assertThat(intent.amount()).isEqualTo(new Money(new BigDecimal("49.99"), "usd"));
        assertThat(intent.amountReceived()).isEqualByComparingTo("0");
        assertThat(intent.metadata()).isEqualTo(Map.of("order_id", "o-1"));
        assertThat(intent.createdAt()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
        assertThat(intent.lastError())
                .isEqualTo(
                        new PaymentError("card_declined", "insufficient_funds", "Your card has insufficient funds."));
    }

    /** SECRETS_STAY_SECRET */
    @Test
    void leavesTheClientSecretOutOfTheSnapshot() {
        assertThat(IntentJson.snapshot(json(INTENT)).toString()).doesNotContain("secret");
        assertThat(IntentJson.clientSecret(json(INTENT))).isNotNull().hasToString("ClientSecret[masked]");
    }

    @Test
    void readsTheNextAction() {
        assertThat(IntentJson.nextAction(json(INTENT))).isNotNull().satisfies(action -> {
            assertThat(action.type()).isEqualTo("redirect_to_url");
            assertThat(action.redirectUrl()).isEqualTo("https://bank.example/3ds");
        });
        assertThat(IntentJson.nextAction(json("{\"next_action\": null}"))).isNull();
        assertThat(IntentJson.clientSecret(json("{\"client_secret\": null}"))).isNull();
    }

    @Test
    void takesTheAmountAsReceivedWhereASucceededIntentDoesNotSay() {
        ObjectNode intent = (ObjectNode) json(INTENT);
        intent.remove("amount_received");
        assertThat(IntentJson.snapshot(intent).amountReceived()).isEqualByComparingTo("0");

        intent.put("status", "succeeded");
        assertThat(IntentJson.snapshot(intent).amountReceived()).isEqualByComparingTo("49.99");
    }

    @Test
    void namesAnErrorWithoutACodeByItsType() {
        assertThat(IntentJson.error(json("{\"type\": \"api_error\"}")))
                .isEqualTo(new PaymentError("api_error", null, null));
        assertThat(IntentJson.error(json("{}"))).isEqualTo(new PaymentError("unknown", null, null));
        assertThat(IntentJson.error(json("null"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "status", "amount", "currency", "created"})
    void namesAFieldThatIsMissingAndQuotesNothing(String field) {
        ObjectNode intent = (ObjectNode) json(INTENT);
        intent.remove(field);

        assertThatThrownBy(() -> IntentJson.snapshot(intent))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining(field)
                .hasMessageNotContaining("pi_1");
    }

    @Test
    void refusesStatusesAndAmountsThatMakeNoSense() {
        ObjectNode intent = (ObjectNode) json(INTENT);
        assertThatThrownBy(() -> IntentJson.snapshot(intent.deepCopy().put("status", "from_the_future")))
                .isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> IntentJson.snapshot(intent.deepCopy().put("status", "requested")))
                .isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> IntentJson.snapshot(intent.deepCopy().put("amount", 49.99)))
                .isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> IntentJson.snapshot(intent.deepCopy().put("currency", "zzz")))
                .isInstanceOf(MalformedEventException.class);
    }
}
