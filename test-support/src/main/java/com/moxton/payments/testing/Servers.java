package com.moxton.payments.testing;

/** The shared servers of one lane. Each is started when it is asked for first. */
interface Servers extends AutoCloseable {

    String kafkaBootstrapServers();

    DatabaseServer database();

    /** Ends what was started here. */
    @Override
    void close();

    static Servers of(Lane lane) {
        return switch (lane) {
            case EMBEDDED -> new EmbeddedServers();
            case CONTAINERS -> new ContainerServers();
            case EXTERNAL ->
                new ExternalServers(name -> {
                    String property = System.getProperty(name);
                    return property == null ? System.getenv(name) : property;
                });
        };
    }
}
