package com.moxton.payments.simulator.event;

import com.moxton.payments.simulator.journal.Journal;
import com.moxton.payments.simulator.journal.Sort;
import com.moxton.payments.simulator.knob.WebhookKnobs;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Makes an event of what happened, keeps it, and has it delivered. */
public final class EventPublisher {

    private final EventLog log;
    private final WebhookSender sender;
    private final WebhookKnobs knobs;
    private final Supplier<List<WebhookEndpoint>> endpoints;
    private final InstantSource clock;
    private final String apiVersion;
    private final Journal journal;

    public EventPublisher(
            EventLog log,
            WebhookSender sender,
            WebhookKnobs knobs,
            Supplier<List<WebhookEndpoint>> endpoints,
            InstantSource clock,
            String apiVersion,
            Journal journal) {
        this.log = log;
        this.sender = sender;
        this.knobs = knobs;
        this.endpoints = endpoints;
        this.clock = clock;
        this.apiVersion = apiVersion;
        this.journal = journal;
    }

    /**
     * @param owner the account; null for the platform
     * @param connected whether the platform is told of it
     */
    public void publish(
            String type,
            ObjectNode object,
            @Nullable String requestId,
            @Nullable String idempotencyKey,
            @Nullable String owner,
            boolean connected) {
        boolean twins = ThreadLocalRandom.current().nextDouble() < knobs.twinShare();
        for (int i = 0; i < (twins ? 2 : 1); i++) {
            StripeEvent event = StripeEvent.of(
                    type,
                    object,
                    clock.instant().getEpochSecond(),
                    apiVersion,
                    requestId,
                    idempotencyKey,
                    owner,
                    connected);
            List<Delivery> deliveries = log.append(
                    event,
                    endpoints.get().stream()
                            .filter(endpoint -> endpoint.hearsOf(owner, connected))
                            .toList());
            journal.write(Sort.EVENT, event.id(), event.toMemory());
            deliveries.forEach(delivery -> journal.write(Sort.DELIVERY, delivery.id(), delivery.toMemory()));
            deliveries.forEach(sender::send);
        }
    }
}
