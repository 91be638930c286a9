package com.moxton.payments.worker.stripe;

import java.util.List;

/** Types of events as settings name them. Stripe's own filter knows one pattern or twenty names, and no more. */
record EventTypes(List<String> patterns) {

    static final int MOST_NAMES = 20;

    EventTypes {
        patterns = List.copyOf(patterns);
    }

    /** Whether Stripe can filter by {@code type}. */
    boolean isOnePattern() {
        return patterns.size() == 1 && !patterns.contains("*");
    }

    /** Whether Stripe can filter by {@code types}. */
    boolean areFewNames() {
        return patterns.size() <= MOST_NAMES && patterns.stream().noneMatch(EventTypes::isPattern);
    }

    boolean cover(String type) {
        return patterns.stream()
                .anyMatch(pattern -> isPattern(pattern)
                        ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                        : type.equals(pattern));
    }

    private static boolean isPattern(String name) {
        return name.endsWith("*");
    }
}
