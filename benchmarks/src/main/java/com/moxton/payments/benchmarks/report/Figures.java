package com.moxton.payments.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers for people: three digits that count. */
public final class Figures {

    private Figures() {}

    public static String of(double figure) {
        if (Double.isNaN(figure) || Double.isInfinite(figure)) {
            return "–";
        }
        if (Math.abs(figure) >= 100) {
            return String.format(Locale.ROOT, "%,d", Math.round(figure));
        }
        return new BigDecimal(figure)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }
}
