package com.moxton.payments.simulator.intent;

import static java.util.Map.entry;

import com.moxton.payments.simulator.intent.Behavior.Authenticates;
import com.moxton.payments.simulator.intent.Behavior.Declines;
import com.moxton.payments.simulator.intent.Behavior.Pays;
import com.moxton.payments.simulator.intent.Behavior.Settles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's test payment methods and the card numbers behind them.
 *
 * @param id {@code pm_card_visa} and the like
 * @param number null for what is no card
 * @see <a href="https://docs.stripe.com/testing">Testing</a>
 */
public record TestPaymentMethod(String id, @Nullable String number, String brand, Behavior behavior) {

    private static final Behavior PAYS = new Pays();

    private static final List<TestPaymentMethod> ALL = List.of(
            card("pm_card_visa", "4242424242424242", "visa", PAYS),
            card("pm_card_visa_debit", "4000056655665556", "visa", PAYS),
            card("pm_card_mastercard", "5555555555554444", "mastercard", PAYS),
            card("pm_card_amex", "378282246310005", "amex", PAYS),
            card("pm_card_chargeDeclined", "4000000000000002", "visa", declined("generic_decline")),
            card(
                    "pm_card_chargeDeclinedInsufficientFunds",
                    "4000000000009995",
                    "visa",
                    new Declines("card_declined", "insufficient_funds", "Your card has insufficient funds.")),
            card("pm_card_chargeDeclinedLostCard", "4000000000009987", "visa", declined("lost_card")),
            card("pm_card_chargeDeclinedStolenCard", "4000000000009979", "visa", declined("stolen_card")),
            card(
                    "pm_card_chargeDeclinedExpiredCard",
                    "4000000000000069",
                    "visa",
                    new Declines("expired_card", null, "Your card has expired.")),
            card(
                    "pm_card_chargeDeclinedIncorrectCvc",
                    "4000000000000127",
                    "visa",
                    new Declines("incorrect_cvc", null, "Your card's security code is incorrect.")),
            card(
                    "pm_card_chargeDeclinedProcessingError",
                    "4000000000000119",
                    "visa",
                    new Declines(
                            "processing_error",
                            null,
                            "An error occurred while processing your card. Try again in a little bit.")),
            card("pm_card_authenticationRequired", "4000002760003184", "visa", new Authenticates(PAYS)),
            card("pm_card_threeDSecure2Required", "4000000000003220", "visa", new Authenticates(PAYS)),
            card(
                    "pm_card_threeDSecureRequiredChargeDeclined",
                    "4000008400001629",
                    "visa",
                    new Authenticates(declined("generic_decline"))),
            card(
                    "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
                    "4000008260003178",
                    "visa",
                    new Authenticates(
                            new Declines("card_declined", "insufficient_funds", "Your card has insufficient funds."))),
            new TestPaymentMethod("pm_usBankAccount_success", null, "us_bank_account", new Settles(PAYS)),
            new TestPaymentMethod(
                    "pm_usBankAccount_insufficientFunds",
                    null,
                    "us_bank_account",
                    new Settles(new Declines(
                            "payment_method_provider_decline",
                            "insufficient_funds",
                            "The customer's account has insufficient funds to cover this payment."))));

    private static final Map<String, TestPaymentMethod> BY_ID =
            ALL.stream().collect(Collectors.toUnmodifiableMap(TestPaymentMethod::id, Function.identity()));

    /** Stripe knows some of them under an older name as well. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            entry("pm_card_visa_chargeDeclined", "pm_card_chargeDeclined"),
            entry("pm_card_visa_chargeDeclinedInsufficientFunds", "pm_card_chargeDeclinedInsufficientFunds"),
            entry("pm_card_visa_chargeDeclinedLostCard", "pm_card_chargeDeclinedLostCard"),
            entry("pm_card_visa_chargeDeclinedStolenCard", "pm_card_chargeDeclinedStolenCard"),
            entry("pm_card_threeDSecureRequired", "pm_card_threeDSecure2Required"));

    public static Optional<TestPaymentMethod> named(String id) {
        return Optional.ofNullable(BY_ID.get(ALIASES.getOrDefault(id, id)));
    }

    /** @param number with or without blanks */
    public static Optional<TestPaymentMethod> numbered(String number) {
        String digits = number.replace(" ", "").replace("-", "");
        return ALL.stream().filter(method -> digits.equals(method.number())).findFirst();
    }

    public boolean isCard() {
        return number != null;
    }

    String last4() {
        return number == null ? "6789" : number.substring(number.length() - 4);
    }

    private static TestPaymentMethod card(String id, String number, String brand, Behavior behavior) {
        return new TestPaymentMethod(id, number, brand, behavior);
    }

    private static Declines declined(String declineCode) {
        return new Declines("card_declined", declineCode, "Your card was declined.");
    }
}
