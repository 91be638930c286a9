package com.moxton.payments.worker.startup;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the start waits for servers that aren't up yet. Past that it stops with one line, and whatever runs the worker
 * may start it again.
 *
 * @param databaseTimeout for the database to take a connection. Default 2 min
 * @param kafkaTimeout for Kafka to have the topics ready. Default 2 min
 * @param pause between two attempts. Default 1 s
 */
@ConfigurationProperties("payments.start")
public record StartSettings(
        @DefaultValue("2m") Duration databaseTimeout,
        @DefaultValue("2m") Duration kafkaTimeout,
        @DefaultValue("1s") Duration pause) {

    public StartSettings {
        Setting.between("payments.start.database-timeout", databaseTimeout, Duration.ZERO, Duration.ofDays(1));
        Setting.between("payments.start.kafka-timeout", kafkaTimeout, Duration.ofSeconds(1), Duration.ofDays(1));
        Setting.between("payments.start.pause", pause, Duration.ofMillis(10), Duration.ofMinutes(1));
    }
}
