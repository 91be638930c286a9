package com.moxton.payments.worker.stripe;

import com.moxton.payments.events.ChargeCurrency;
import com.moxton.payments.events.Money;
import java.math.BigDecimal;

/**
 * Between the major unit, which all of the system speaks, and the integer in the smallest unit, which Stripe speaks. Exact
 * both ways: what can't be said on the other side is refused, never rounded.
 *
 * @see <a href="https://docs.stripe.com/currencies#minor-units">Stripe: minor units and special cases</a>
 */
public final class StripeAmounts {

    private StripeAmounts() {}

    /**
     * @throws IllegalArgumentException when the amount is negative or too large for Stripe's integer
     */
    public static long toStripe(Money money) {
        BigDecimal smallest = money.amount().movePointRight(ChargeCurrency.stripeDecimals(money.currency()));
        if (smallest.signum() < 0) {
            throw new IllegalArgumentException("An amount for Stripe is never negative");
        }
        try {
            return smallest.longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("An amount that Stripe's integer can't hold", e);
        }
    }

    /**
     * @param currency ISO 4217, in either case
     * @throws IllegalArgumentException when the currency is unknown, or can't hold the fraction: 5 of the 10 thousandths
     *     of a KWD, or half an ISK
     */
    public static Money fromStripe(long smallest, String currency) {
        Money none = new Money(BigDecimal.ZERO, currency);
        return new Money(BigDecimal.valueOf(smallest, ChargeCurrency.stripeDecimals(none.currency())), none.currency());
    }
}
