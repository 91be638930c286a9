package com.moxton.payments.ingress.kafka;

import com.moxton.payments.ingress.startup.Setting;
import com.moxton.payments.ingress.startup.SettingException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How ingress deals with Kafka. All else about the connection is set by {@code spring.kafka.*}.
 *
 * @param bootstrapServers {@code KAFKA_BOOTSTRAP_SERVERS}: the same as {@code spring.kafka.bootstrap-servers}, held here to
 *     be checked for its shape; whether anybody answers there is the readiness' business. No default
 * @param ackTimeout how long a record may take until all in-sync replicas have it; past that a webhook or a request is
 *     answered 503. Longer rides out a change of the partition's leader, shorter frees callers sooner; Stripe gives up on
 *     a webhook after 10 s or more. Default 5 s
 * @param webhookLinger how long webhooks wait for company in a batch: costs that much on each webhook. Requests never
 *     linger. Default 0: company is found while earlier webhooks are under way
 * @param webhookBatchesUnderWay how many requests with webhooks a broker may have to answer at once, from this instance.
 *     With 1, what arrives meanwhile waits and goes together in the next: a little less work, and three times the wait.
 *     Default 5, the most with which Kafka keeps their order
 * @param buffer memory for records that wait to be sent, for each of the two producers. Full while Kafka is down means
 *     503 at once. Default 32 MB
 * @param probeInterval how often the broker is asked whether it is there, for readiness. Default 5 s
 * @param retryPause between attempts to create topics or to read them again after a failure. Default 1 s
 */
@ConfigurationProperties("payments.kafka")
public record KafkaSettings(
        @DefaultValue List<String> bootstrapServers,
        @DefaultValue("5s") Duration ackTimeout,
        @DefaultValue("0ms") Duration webhookLinger,
        @DefaultValue("5") int webhookBatchesUnderWay,
        @DefaultValue("32MB") DataSize buffer,
        @DefaultValue("5s") Duration probeInterval,
        @DefaultValue("1s") Duration retryPause) {
    private static final String SERVERS = "KAFKA_BOOTSTRAP_SERVERS";
    private static final Pattern ADDRESS = Pattern.compile("(?:[^\\s:,/]+|\\[[0-9a-fA-F:.%]+]):(\\d{1,5})");

    public KafkaSettings {
        if (bootstrapServers.stream().allMatch(String::isBlank)) {
            throw new SettingException(SERVERS, "is missing: host:port, several separated by commas");
        }
        if (!bootstrapServers.stream().allMatch(KafkaSettings::isAddress)) {
            throw new SettingException(SERVERS, "must be host:port, several separated by commas");
        }
        Setting.between("payments.kafka.ack-timeout", ackTimeout, Duration.ofSeconds(1), Duration.ofMinutes(1));
        Setting.between("payments.kafka.webhook-linger", webhookLinger, Duration.ZERO, Duration.ofMillis(500));
        // Past five, an idempotent producer can't keep the order.
        Setting.between("payments.kafka.webhook-batches-under-way", webhookBatchesUnderWay, 1, 5);
        Setting.between("payments.kafka.buffer", buffer, DataSize.ofMegabytes(2), DataSize.ofGigabytes(2));
        Setting.between("payments.kafka.probe-interval", probeInterval, Duration.ofMillis(100), Duration.ofMinutes(5));
        Setting.between("payments.kafka.retry-pause", retryPause, Duration.ofMillis(10), Duration.ofMinutes(1));
    }

    private static boolean isAddress(String server) {
        var address = ADDRESS.matcher(server.strip());
        return address.matches() && Integer.parseInt(address.group(1)) <= 65_535;
    }
}
