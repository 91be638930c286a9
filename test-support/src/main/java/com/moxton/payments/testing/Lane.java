package com.moxton.payments.testing;

import java.util.Locale;

/** Where the servers of the integration tests come from. */
public enum Lane {
    /** In this JVM and as a child process of it, from Maven artifacts. Needs nothing. */
    EMBEDDED,
    /** Testcontainers. Needs a Docker engine and the images. */
    CONTAINERS,
    /** Servers that are up already, named by KAFKA_BOOTSTRAP_SERVERS, MYSQL_URL, MYSQL_USER and MYSQL_PASSWORD. */
    EXTERNAL;

    static Lane named(String name) {
        for (Lane lane : values()) {
            if (lane.word().equals(name.toLowerCase(Locale.ROOT))) {
                return lane;
            }
        }
        throw new IllegalArgumentException(
                "payments.infra must be embedded, containers or external, not '" + name + "'");
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
