package com.moxton.payments.simulator.event;

import com.moxton.payments.simulator.event.Delivery.Attempt;
import com.moxton.payments.simulator.journal.Journal;
import com.moxton.payments.simulator.journal.Sort;
import com.moxton.payments.simulator.knob.WebhookKnobs;
import com.moxton.payments.simulator.wire.StripeJson;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends webhooks as Stripe does: at least once, in no particular order, again and again with growing pauses until the
 * endpoint answers 2xx or Stripe gives up. Every attempt is signed anew.
 */
public final class WebhookSender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);
    private static final int AT_ONCE = 64;
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final EventLog events;
    private final WebhookKnobs knobs;
    private final RetryPolicy retries;
    private final InstantSource clock;
    private final Journal journal;
    private final HttpClient http;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("webhook-timer").factory());
    private final ExecutorService senders = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("webhook-", 0).factory());
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final List<Delivery> held = new ArrayList<>();

    public WebhookSender(
            EventLog events, WebhookKnobs knobs, RetryPolicy retries, InstantSource clock, Journal journal) {
        this.events = events;
        this.knobs = knobs;
        this.retries = retries;
        this.clock = clock;
        this.journal = journal;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(retries.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(senders)
                .build();
    }

    /** Starts a delivery, with the delay and the duplicates that the knobs ask for. */
    public void send(Delivery delivery) {
        if (knobs.maxAttemptsOr(retries.maxAttempts()) == 0) {
            delivery.giveUp();
            remember(delivery);
            return;
        }
        later(delivery, delay());
        if (ThreadLocalRandom.current().nextDouble() < knobs.duplicateShare()) {
            later(delivery, delay());
        }
    }

    /** Sends once more, whatever has become of it, as {@code stripe events resend} does. */
    public void resend(String eventId) {
        events.deliveries(eventId).forEach(delivery -> later(delivery, Duration.ZERO));
    }

    /** Sends what was held, in a random order when the knobs shuffle, and holds no longer. */
    public int release() {
        knobs.hold(false);
        List<Delivery> due;
        synchronized (held) {
            due = new ArrayList<>(held);
            held.clear();
        }
        if (knobs.shuffleWithin().isPositive()) {
            Collections.shuffle(due);
        }
        due.forEach(delivery -> later(delivery, delay()));
        return due.size();
    }

    public int heldCount() {
        synchronized (held) {
            return held.size();
        }
    }

    private Duration delay() {
        long window = knobs.shuffleWithin().toMillis();
        return knobs.delay()
                .plusMillis(window == 0 ? 0 : ThreadLocalRandom.current().nextLong(window + 1));
    }

    private void later(Delivery delivery, Duration pause) {
        try {
            if (pause.isZero()) {
                senders.execute(() -> attempt(delivery));
            } else {
                timer.schedule(() -> later(delivery, Duration.ZERO), pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (RejectedExecutionException e) {
            log.debug("closed before the delivery of {}", delivery.event().id());
        }
    }

    private void attempt(Delivery delivery) {
        if (knobs.held()) {
            synchronized (held) {
                held.add(delivery);
            }
            return;
        }
        Attempt attempt;
        try {
            slots.acquire();
            try {
                attempt = post(delivery);
            } finally {
                slots.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        delivery.record(attempt);
        int made = delivery.attempts().size();
        log.atDebug()
                .addKeyValue("event", delivery.event().id())
                .addKeyValue("type", delivery.event().type())
                .addKeyValue("endpoint", delivery.endpoint())
                .addKeyValue("attempt", made)
                .addKeyValue("status", attempt.status())
                .addKeyValue("error", attempt.error())
                .log("webhook attempted");
        if (delivery.state() == Delivery.State.PENDING) {
            if (made < knobs.maxAttemptsOr(retries.maxAttempts())) {
                later(delivery, retries.pauseAfter(made));
            } else {
                delivery.giveUp();
            }
        }
        remember(delivery);
    }

    private void remember(Delivery delivery) {
        journal.together(() -> {
            journal.write(Sort.DELIVERY, delivery.id(), delivery.toMemory());
            return true;
        });
    }

    private Attempt post(Delivery delivery) throws InterruptedException {
        String eventId = delivery.event().id();
        byte[] body = StripeJson.pretty(delivery.event().document(Math.max(1, events.pendingWebhooks(eventId))));
        long second = clock.instant().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(delivery.endpoint().url())
                .timeout(retries.timeout())
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Cache-Control", "no-cache")
                .header("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
                .header("Accept", "*/*; q=0.5, application/xml")
                .header(
                        "Stripe-Signature",
                        WebhookSignature.header(
                                body, second, delivery.endpoint().secrets()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return new Attempt(clock.instant(), status, null);
        } catch (IOException e) {
            return new Attempt(clock.instant(), null, e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        senders.shutdownNow();
        http.shutdownNow();
        try {
            if (!senders.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("webhooks are still under way after {}", CLOSING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
