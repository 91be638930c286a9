package com.moxton.payments.simulator.account;

import com.moxton.payments.simulator.intent.PaymentMethod;
import com.moxton.payments.simulator.intent.TestPaymentMethod;
import com.moxton.payments.simulator.wire.Form;
import com.moxton.payments.simulator.wire.StripeRefusal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A payment method given by its card number. Numbers that are none of Stripe's test cards are refused. */
final class MethodForm {

    private MethodForm() {}

    static PaymentMethod read(Form form, long now) {
        form.allowOnly(Set.of("type", "card", "billing_details", "metadata", "expand", "key", "allow_redisplay"));
        return of(form.text("type"), form.text("card[number]"), form.text("card[token]"), "", now);
    }

    static PaymentMethod readData(Form form, long now) {
        return of(
                form.text("payment_method_data[type]"),
                form.text("payment_method_data[card][number]"),
                form.text("payment_method_data[card][token]"),
                "payment_method_data",
                now);
    }

    private static PaymentMethod of(
            @Nullable String type, @Nullable String number, @Nullable String token, String prefix, long now) {
        String param = prefix.isEmpty() ? "card[number]" : prefix + "[card][number]";
        if (!"card".equals(type)) {
            throw StripeRefusal.badParameter(
                    null,
                    prefix.isEmpty() ? "type" : prefix + "[type]",
                    "Only payment methods of type card are simulated.");
        }
        if (token != null) {
            return TestPaymentMethod.named(token.replaceFirst("^tok_", "pm_card_"))
                    .map(kind -> PaymentMethod.of(kind, now))
                    .orElseThrow(() -> StripeRefusal.missing("token", token));
        }
        if (number == null) {
            throw StripeRefusal.badParameter(
                    "parameter_missing", param, "Missing required param: %s.".formatted(param));
        }
        return TestPaymentMethod.numbered(number)
                .map(kind -> PaymentMethod.of(kind, now))
                .orElseThrow(() -> StripeRefusal.card(StripeRefusal.body(
                        "card_error", "incorrect_number", "number", "Your card number is incorrect.")));
    }
}
