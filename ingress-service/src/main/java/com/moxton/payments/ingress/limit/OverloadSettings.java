package com.moxton.payments.ingress.limit;

import com.moxton.payments.ingress.startup.Setting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What all callers together may have under way on this instance. Past it the answer is 503 with {@code Retry-After}, at
 * once: what was taken on keeps its speed, and memory its bounds. Connections are bounded too, by
 * {@code server.tomcat.max-connections}: unless that is set there is one for each 512 KB of heap, 8,192 at most. Neither webhooks nor
 * calls in flight get more than a quarter of them, nor are more requests left unanswered.
 *
 * @param webhooksInFlight webhooks whose body is here and whose answer is not. At a rate of {@code r} a second the last one
 *     waits for about {@code webhooksInFlight / r}; while Kafka is away, so many wait for
 *     {@code payments.kafka.ack-timeout} and the others not at all. Default 1,000
 * @param requestsInFlight storefront's calls under way, those that wait for a reply among them; live streams are not. A
 *     slow Stripe fills it: at 100 calls a second that wait 10 s it takes 1,000. Default 2,000
 * @param requestsInFlightPerUser of these one user's. Past it that user is answered 429. Default 200
 * @param requestsUnanswered requests that this instance has put into the log and that have no reply yet, those whose caller was
 *     answered 202 among them. At {@code r} replies a second the last one waits for about {@code requestsUnanswered / r};
 *     while no worker runs, so many are taken on in a minute. Default 1,000
 * @param bodies memory for bodies under way, beyond the first 8 KB of each, which are free: so that whoever fills it with
 *     large bodies doesn't shut out Stripe's, which are small. Default 32 MB
 * @param bodyTime in which a body must have arrived, however steadily it trickles; a body that stands still ends after
 *     {@code server.tomcat.connection-timeout} already. Default 10 s
 */
@ConfigurationProperties("payments.overload")
record OverloadSettings(
        @DefaultValue("1000") int webhooksInFlight,
        @DefaultValue("2000") int requestsInFlight,
        @DefaultValue("200") int requestsInFlightPerUser,
        @DefaultValue("1000") int requestsUnanswered,
        @DefaultValue("32MB") DataSize bodies,
        @DefaultValue("10s") Duration bodyTime) {

    OverloadSettings {
        Setting.between("payments.overload.webhooks-in-flight", webhooksInFlight, 1, 1_000_000);
        Setting.between("payments.overload.requests-in-flight", requestsInFlight, 1, 1_000_000);
        Setting.between("payments.overload.requests-unanswered", requestsUnanswered, 1, 1_000_000);
        Setting.between("payments.overload.requests-in-flight-per-user", requestsInFlightPerUser, 1, 1_000_000);
        Setting.between("payments.overload.bodies", bodies, DataSize.ofMegabytes(1), DataSize.ofGigabytes(16));
        Setting.between("payments.overload.body-time", bodyTime, Duration.ofMillis(100), Duration.ofMinutes(5));
    }
}
