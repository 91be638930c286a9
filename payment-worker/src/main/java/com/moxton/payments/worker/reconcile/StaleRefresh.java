package com.moxton.payments.worker.reconcile;

import com.moxton.payments.events.EventJson;
import com.moxton.payments.events.PaymentRequest;
import com.moxton.payments.events.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Has stale payments looked up at Stripe, by a {@code refresh} request for each. Published first and entered after: a crash
 * in between asks twice, which is harmless.
 */
final class StaleRefresh {

    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration A_WEEK = Duration.ofDays(7);

    private final StalePayments payments;
    private final Consumer<List<ProducerRecord<String, byte[]>>> publisher;
    private final Consumer<Duration> pause;
    private final StaleSettings settings;
    private final Clock clock;

    /**
     * @param publisher returns when all records are durable, and throws when they are not
     */
    StaleRefresh(
            StalePayments payments,
            Consumer<List<ProducerRecord<String, byte[]>>> publisher,
            Consumer<Duration> pause,
            StaleSettings settings,
            Clock clock) {
        this.payments = payments;
        this.publisher = publisher;
        this.pause = pause;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * One run.
     *
     * @return how many payments were asked for
     * @throws com.moxton.payments.worker.publish.PublishingException when Kafka doesn't take the requests; those payments
     *     are due again at once
     */
    int run() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<StalePayment> due =
                payments.due(now.minus(settings.untouchedFor()), now.minus(settings.maxAge()), now, settings.batch());
        for (int begin = 0; begin < due.size(); begin += settings.perSecond()) {
            if (begin > 0) {
                pause.accept(A_SECOND);
            }
            ask(due.subList(begin, Math.min(begin + settings.perSecond(), due.size())));
        }
        payments.forget(now.minus(A_WEEK));
        return due.size();
    }

    private void ask(List<StalePayment> stale) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        publisher.accept(stale.stream().map(payment -> request(payment, now)).toList());
        payments.asked(stale, now, this::pauseAfter);
    }

    private static ProducerRecord<String, byte[]> request(StalePayment payment, Instant now) {
        PaymentRequest request = new PaymentRequest.Refresh(
                // A new one each time: a request id that was seen before may be taken for done.
                UUID.randomUUID().toString(), now, payment.id(), payment.orderId(), PaymentRequest.Refresh.STALE);
        return new ProducerRecord<>(Topic.PAYMENT_REQUESTS.topicName(), request.key(), EventJson.write(request));
    }

    private Duration pauseAfter(int attempts) {
        Duration pause = settings.untouchedFor();
        for (int i = 1; i < attempts && pause.compareTo(settings.longestBackoff()) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(settings.longestBackoff()) < 0 ? pause : settings.longestBackoff();
    }
}
