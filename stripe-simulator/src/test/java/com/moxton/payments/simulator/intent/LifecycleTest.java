package com.moxton.payments.simulator.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.moxton.payments.simulator.intent.Change.Happening;
import com.moxton.payments.simulator.wire.Form;
import com.moxton.payments.simulator.wire.StripeRefusal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {

    private static final long NOW = 1_795_000_000L;
    private static final String PAGE = "http://stripe/authenticate/1";
    private static final String RETURN = "http://shop/";

    @ParameterizedTest
    @CsvSource({
        "pm_card_visa, succeeded, charge.succeeded payment_intent.succeeded",
        "pm_card_chargeDeclined, requires_payment_method, charge.failed payment_intent.payment_failed",
        "pm_card_authenticationRequired, requires_action, payment_intent.requires_action",
        "pm_usBankAccount_success, processing, payment_intent.processing"
    })
    void confirmsByWhatThePaymentMethodDoes(String method, String status, String events) {
        Change change = life(fresh()).confirm(method(method), PAGE, RETURN);

        assertThat(change.intent().status().wireName()).isEqualTo(status);
        assertThat(change.happenings()).extracting(Happening::type).containsExactly(events.split(" "));
    }

    /** The whole table: what may be done in which state. */
    @Test
    void knowsWhatMayBeDoneInEachState() {
        Map<String, Function<Lifecycle, Change>> steps = Map.of(
                "confirm", life -> life.confirm(method("pm_card_visa"), PAGE, RETURN),
                "cancel", life -> life.cancel(null),
                "capture", life -> life.capture(null),
                "authenticate", life -> life.authenticated(method("pm_card_authenticationRequired"), true),
                "settle", life -> life.settled(method("pm_usBankAccount_success")));
        Map<IntentStatus, List<String>> allowed = new EnumMap<>(IntentStatus.class);
        for (IntentStatus status : IntentStatus.values()) {
            List<String> possible = new ArrayList<>();
            steps.forEach((name, step) -> {
                try {
                    step.apply(life(in(status)));
                    possible.add(name);
                } catch (StripeRefusal refused) {
                    assertThat(refused.error().path("code").asString()).isEqualTo("payment_intent_unexpected_state");
                }
            });
            allowed.put(status, possible.stream().sorted().toList());
        }

        assertThat(allowed)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        IntentStatus.REQUIRES_PAYMENT_METHOD, List.of("cancel", "confirm"),
                        IntentStatus.REQUIRES_CONFIRMATION, List.of("cancel", "confirm"),
                        IntentStatus.REQUIRES_ACTION, List.of("authenticate", "cancel", "confirm"),
                        IntentStatus.PROCESSING, List.of("cancel", "settle"),
                        IntentStatus.REQUIRES_CAPTURE, List.of("cancel", "capture"),
                        IntentStatus.SUCCEEDED, List.of(),
                        IntentStatus.CANCELED, List.of()));
    }

    @ParameterizedTest
    @EnumSource(IntentStatus.class)
    void leavesTheIntentAloneThatItStartsFrom(IntentStatus status) {
        PaymentIntent intent = in(status);
        String before = intent.json().toString();

        try {
            life(intent).confirm(method("pm_card_chargeDeclined"), PAGE, RETURN);
        } catch (StripeRefusal refused) {
            assertThat(refused.status()).isEqualTo(400);
        }

        assertThat(intent.json().toString()).isEqualTo(before);
    }

    @Test
    void declinesWithTheErrorOnTheIntentAndForTheCaller() {
        Change change = life(fresh()).confirm(method("pm_card_chargeDeclinedInsufficientFunds"), PAGE, RETURN);

        assertThat(change.refusal()).isNotNull();
        assertThat(change.refusal().status()).isEqualTo(402);
        var error = change.intent().json().path("last_payment_error");
        assertThat(error.path("code").asString()).isEqualTo("card_declined");
        assertThat(error.path("decline_code").asString()).isEqualTo("insufficient_funds");
        assertThat(error.path("message").asString()).isEqualTo("Your card has insufficient funds.");
        assertThat(error.path("charge").asString()).isEqualTo(change.intent().text("latest_charge"));
    }

    @Test
    void clearsTheLastErrorWhenItIsTriedAgain() {
        PaymentIntent declined = life(fresh())
                .confirm(method("pm_card_chargeDeclined"), PAGE, RETURN)
                .intent();

        PaymentIntent paid =
                life(declined).confirm(method("pm_card_visa"), PAGE, RETURN).intent();

        assertThat(paid.json().path("last_payment_error").isNull()).isTrue();
    }

    @Test
    void declinesQuietlyAfterTheRedirect() {
        PaymentMethod method = method("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds");
        PaymentIntent waiting = life(fresh()).confirm(method, PAGE, RETURN).intent();

        Change change = life(waiting).authenticated(method, true);

        assertThat(change.refusal()).isNull();
        assertThat(change.intent().status()).isEqualTo(IntentStatus.REQUIRES_PAYMENT_METHOD);
        assertThat(change.happenings())
                .extracting(Happening::type)
                .containsExactly("charge.failed", "payment_intent.payment_failed");
    }

    @Test
    void asksForTheSdkWhenTheCustomerCannotBeSentAnywhere() {
        PaymentIntent intent =
                IntentForm.create(Form.parse("amount=4999&currency=usd&payment_method_types[]=card"), NOW);

        PaymentIntent waiting = life(intent)
                .confirm(method("pm_card_authenticationRequired"), PAGE, null)
                .intent();

        assertThat(waiting.json().path("next_action").path("type").asString()).isEqualTo("use_stripe_sdk");
        assertThat(waiting.authenticationPage()).isEqualTo(PAGE);
    }

    @Test
    void refusesToConfirmWithoutAPaymentMethod() {
        assertThatExceptionOfType(StripeRefusal.class)
                .isThrownBy(() -> life(fresh()).confirm(null, PAGE, RETURN))
                .withMessageContaining("missing a payment method");
    }

    @Test
    void refusesToCaptureMoreThanIsHeld() {
        assertThatExceptionOfType(StripeRefusal.class)
                .isThrownBy(() -> life(in(IntentStatus.REQUIRES_CAPTURE)).capture(5000L))
                .satisfies(refused ->
                        assertThat(refused.error().path("param").asString()).isEqualTo("amount_to_capture"));
    }

    private static Lifecycle life(PaymentIntent intent) {
        return Lifecycle.of(intent, NOW);
    }

    private static PaymentMethod method(String name) {
        return PaymentMethod.of(TestPaymentMethod.named(name).orElseThrow(), NOW);
    }

    private static PaymentIntent fresh() {
        return IntentForm.create(Form.parse("amount=4999&currency=usd&metadata[order_id]=1"), NOW);
    }

    private static PaymentIntent in(IntentStatus status) {
        PaymentIntent intent = fresh();
        intent.json().put("capture_method", status == IntentStatus.REQUIRES_CAPTURE ? "manual" : "automatic");
        return switch (status) {
            case REQUIRES_PAYMENT_METHOD -> intent;
            case REQUIRES_CONFIRMATION -> {
                intent.attach(method("pm_card_visa"));
                yield intent;
            }
            case REQUIRES_ACTION ->
                life(intent)
                        .confirm(method("pm_card_authenticationRequired"), PAGE, RETURN)
                        .intent();
            case PROCESSING ->
                life(intent)
                        .confirm(method("pm_usBankAccount_success"), PAGE, RETURN)
                        .intent();
            case REQUIRES_CAPTURE, SUCCEEDED ->
                life(intent).confirm(method("pm_card_visa"), PAGE, RETURN).intent();
            case CANCELED -> life(intent).cancel("abandoned").intent();
        };
    }
}
