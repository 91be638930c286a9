package com.moxton.payments.testing;

import org.jspecify.annotations.Nullable;

/** Servers that somebody else runs. The user must be allowed to create and drop schemas, topics and groups. */
final class ExternalServers implements Servers {
    private final Settings settings;

    ExternalServers(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String kafkaBootstrapServers() {
        return required("KAFKA_BOOTSTRAP_SERVERS");
    }

    @Override
    public DatabaseServer database() {
        return new DatabaseServer(required("MYSQL_URL"), required("MYSQL_USER"), required("MYSQL_PASSWORD"));
    }

    private String required(String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalStateException("payments.infra=external needs " + name);
        }
        return value;
    }

    @Override
    public void close() {
        // they aren't ours
    }

    /** Environment variables, or system properties of the same names. */
    interface Settings {
        @Nullable
        String get(String name);
    }
}
