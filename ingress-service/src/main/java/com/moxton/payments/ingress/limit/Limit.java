package com.moxton.payments.ingress.limit;

/** What a call can be too many of. */
public enum Limit {
    CREATE_INTENTS("create-intents"),
    CONFIRMS("confirms"),
    READS("reads"),
    USER_IN_FLIGHT("user-in-flight"),
    REQUESTS_IN_FLIGHT("requests-in-flight"),
    REQUESTS_UNANSWERED("requests-unanswered"),
    WEBHOOKS_IN_FLIGHT("webhooks-in-flight"),
    UNVERIFIED_WEBHOOKS("unverified-webhooks"),
    BODIES("bodies");

    private final String label;

    Limit(String label) {
        this.label = label;
    }

    /** As in metrics. */
    String label() {
        return label;
    }
}
