package com.moxton.payments.resilience.check;

import java.util.ArrayList;
import java.util.List;

/** Compares the truth with every row and record. It shares no code with the services: what they got wrong it must not. */
public final class InvariantChecker {

    private InvariantChecker() {}

    /** @return empty when all is as it must be */
    public static List<Violation> check(Evidence evidence) {
        Findings findings = new Findings();
        EventRules.check(evidence, findings);
        OrderRules.check(evidence, findings);
        PaymentRules.check(evidence, findings);
        HistoryRules.check(evidence, findings);
        UpdateRules.check(evidence, findings);
        return findings.all();
    }

    /** What the rules found. */
    static final class Findings {

        private final List<Violation> all = new ArrayList<>();

        void add(Violation.Kind kind, String subject, String what) {
            all.add(new Violation(kind, subject, what));
        }

        List<Violation> all() {
            return List.copyOf(all);
        }
    }
}
