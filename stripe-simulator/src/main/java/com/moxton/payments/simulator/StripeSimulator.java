package com.moxton.payments.simulator;

import com.moxton.payments.simulator.account.Accounts;
import com.moxton.payments.simulator.account.Caller;
import com.moxton.payments.simulator.account.EventsApi;
import com.moxton.payments.simulator.account.StripeAccount;
import com.moxton.payments.simulator.event.Delivery;
import com.moxton.payments.simulator.event.EventLog;
import com.moxton.payments.simulator.event.EventPublisher;
import com.moxton.payments.simulator.event.StripeEvent;
import com.moxton.payments.simulator.event.WebhookEndpoint;
import com.moxton.payments.simulator.event.WebhookSender;
import com.moxton.payments.simulator.http.Application;
import com.moxton.payments.simulator.http.AuthenticationPage;
import com.moxton.payments.simulator.http.Calls;
import com.moxton.payments.simulator.http.ControlApi;
import com.moxton.payments.simulator.http.HttpServer;
import com.moxton.payments.simulator.http.IdempotencyKeys;
import com.moxton.payments.simulator.http.StripeApi;
import com.moxton.payments.simulator.intent.Change;
import com.moxton.payments.simulator.intent.IntentStatus;
import com.moxton.payments.simulator.intent.PaymentIntent;
import com.moxton.payments.simulator.journal.Journal;
import com.moxton.payments.simulator.journal.Memories;
import com.moxton.payments.simulator.knob.Fault;
import com.moxton.payments.simulator.knob.Faults;
import com.moxton.payments.simulator.knob.Knobs;
import com.moxton.payments.simulator.wire.StripeRefusal;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running simulator. Give {@link #baseUrl()} to stripe-java as its API base, and any key that starts with
 * {@code sk_test_}.
 */
public final class StripeSimulator implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StripeSimulator.class);
    private static final int EVENTS_PER_INTENT = 4;

    private final Knobs knobs = new Knobs();
    private final ScheduledExecutorService bank = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("bank").factory());
    private final Journal journal;
    private final Faults faults;
    private final Calls calls;
    private final EventLog events;
    private final WebhookSender sender;
    private final EventPublisher publisher;
    private final StripeAccount account;
    private final Accounts accounts;
    private final HttpServer server;
    private volatile List<WebhookEndpoint> endpoints;
    private volatile String baseUrl = "";

    private StripeSimulator(SimulatorSettings settings) {
        InstantSource clock = () -> settings.clock().instant().plus(knobs.clockOffset());
        int capacity = settings.capacity();
        this.accounts = settings.accounts();
        this.endpoints = settings.endpoints();
        this.journal = new Journal(settings.snapshot(), capacity * EVENTS_PER_INTENT);
        this.faults = new Faults(knobs, settings.clock());
        this.calls = new Calls(clock);
        this.events = new EventLog(capacity * EVENTS_PER_INTENT);
        this.sender = new WebhookSender(events, knobs.webhooks(), settings.retries(), clock, journal);
        this.publisher = new EventPublisher(
                events, sender, knobs.webhooks(), () -> endpoints, clock, settings.apiVersion(), journal);
        this.account = new StripeAccount(
                capacity,
                clock,
                () -> settings.publicUrl() == null ? baseUrl : settings.publicUrl(),
                this::announce,
                journal);
        StripeApi api = new StripeApi(
                account,
                new EventsApi(events, clock),
                faults,
                settings.apiKeys(),
                settings.accounts(),
                new IdempotencyKeys(capacity, clock, journal),
                calls,
                journal);
        ControlApi control = new ControlApi(account, events, sender, knobs, faults, calls);
        this.server = new HttpServer(
                settings.host(),
                settings.port(),
                new Application(api, control, new AuthenticationPage(account)),
                clock,
                settings.apiVersion());
        remember(api);
    }

    private void remember(StripeApi api) {
        Memories memories = journal.open();
        api.restore(memories);
        account.restore(memories);
        events.restore(memories, endpoints).forEach(sender::send);
        account.all().stream()
                .filter(intent -> intent.status() == IntentStatus.PROCESSING)
                .forEach(intent -> settleLater(intent.id()));
    }

    /**
     * @throws java.io.UncheckedIOException when the port is taken, or the snapshot can't be read or written
     */
    public static StripeSimulator start(SimulatorSettings settings) {
        StripeSimulator simulator = new StripeSimulator(settings);
        try {
            int port = simulator.server.start();
            simulator.baseUrl = "http://%s:%d".formatted(settings.host(), port);
        } catch (RuntimeException e) {
            simulator.close();
            throw e;
        }
        log.atInfo()
                .addKeyValue("baseUrl", simulator.baseUrl)
                .addKeyValue("webhooks", settings.endpoints())
                .addKeyValue("apiVersion", settings.apiVersion())
                .addKeyValue("intents", simulator.account.all().size())
                .log("Stripe simulator started");
        return simulator;
    }

    /** {@code http://127.0.0.1:12111}, without a slash at the end. */
    public String baseUrl() {
        return baseUrl;
    }

    /** Turn them at any time. */
    public Knobs knobs() {
        return knobs;
    }

    /** Where the webhooks of events to come go; deliveries under way keep their address. */
    public void deliverTo(WebhookEndpoint... endpoints) {
        this.endpoints = List.of(endpoints);
    }

    /** Shorthand of {@link #deliverTo}. */
    public void deliverTo(URI url, String secret) {
        deliverTo(new WebhookEndpoint(url, secret));
    }

    /**
     * Lets the next calls of an endpoint go wrong, whatever the knobs say.
     *
     * @param endpoint {@code POST /v1/payment_intents} or {@code POST /v1/payment_intents/{id}/confirm}, for instance
     */
    public void failNext(String endpoint, Fault fault, int times) {
        faults.plan(endpoint, fault, times);
    }

    public void failNext(String endpoint, Fault fault) {
        failNext(endpoint, fault, 1);
    }

    /** Copies of all PaymentIntents, oldest first. */
    public List<PaymentIntent> intents() {
        return account.all();
    }

    public Optional<PaymentIntent> intent(String id) {
        return account.find(id);
    }

    /** The account that a PaymentIntent or a charge is of; empty for the platform. */
    public Optional<String> ownerOf(String id) {
        return Optional.ofNullable(account.ownerOf(id));
    }

    /** All events, newest first. */
    public List<StripeEvent> events() {
        return events.newestFirst();
    }

    public List<Delivery> deliveries() {
        return events.deliveries();
    }

    /** What was called, and how often. */
    public Calls calls() {
        return calls;
    }

    /** Does what the customer does at the authentication page. */
    public void authenticate(String intentId, boolean proven) {
        account.authenticate(intentId, proven);
    }

    /** Lets the bank decide now about a PaymentIntent that is {@code processing}. */
    public void settle(String intentId) {
        account.settle(intentId);
    }

    /**
     * Sends what {@code webhooks().hold(true)} held back, and holds no longer.
     *
     * @return how many deliveries
     */
    public int releaseWebhooks() {
        return sender.release();
    }

    /** Sends an event once more, newly signed, as {@code stripe events resend} does. */
    public void resend(String eventId) {
        sender.resend(eventId);
    }

    private void announce(Change change, Caller caller) {
        boolean connected = accounts.isConnected(caller.account());
        change.happenings()
                .forEach(happening -> publisher.publish(
                        happening.type(),
                        happening.object(),
                        caller.requestId(),
                        caller.idempotencyKey(),
                        caller.account(),
                        connected));
        if (change.intent().status() == IntentStatus.PROCESSING
                && !change.happenings().isEmpty()) {
            settleLater(change.intent().id());
        }
    }

    private void settleLater(String intentId) {
        bank.schedule(
                () -> {
                    try {
                        account.settle(intentId);
                    } catch (StripeRefusal tooLate) {
                        log.debug("{} was settled or canceled before the bank decided", intentId);
                    }
                },
                knobs.settleAfter().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        server.close();
        bank.shutdownNow();
        sender.close();
        journal.close();
    }
}
