package com.moxton.payments.simulator.knob;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/** Decides what a call has to suffer: first what was planned for it, else what the knobs' dice say. */
public final class Faults {

    private final Knobs knobs;
    private final InstantSource time;
    private final Map<String, Queue<Fault>> planned = new ConcurrentHashMap<>();

    private long second;
    private int callsInSecond;

    public Faults(Knobs knobs, InstantSource time) {
        this.knobs = knobs;
        this.time = time;
    }

    /** @param endpoint {@code POST /v1/payment_intents/{id}/confirm}, for instance */
    public void plan(String endpoint, Fault fault, int times) {
        Queue<Fault> queue = planned.computeIfAbsent(endpoint, key -> new ConcurrentLinkedQueue<>());
        for (int i = 0; i < times; i++) {
            queue.add(fault);
        }
    }

    public void forget() {
        planned.clear();
    }

    public Duration latency() {
        return hits(knobs.slowShare()) ? knobs.latency().plus(knobs.slowLatency()) : knobs.latency();
    }

    public Optional<Fault> next(String endpoint) {
        Queue<Fault> queue = planned.get(endpoint);
        Fault fault = queue == null ? null : queue.poll();
        return fault == null ? roll() : Optional.of(fault);
    }

    private Optional<Fault> roll() {
        if (hits(knobs.dropBeforeShare())) {
            return Optional.of(new Fault.DropsBefore());
        }
        if (hits(knobs.dropAfterShare())) {
            return Optional.of(new Fault.DropsAfter());
        }
        if (hits(knobs.hangShare())) {
            return Optional.of(new Fault.Hangs());
        }
        return knobs.errorShares().entrySet().stream()
                .filter(error -> hits(error.getValue()))
                .map(error -> (Fault) new Fault.Fails(error.getKey()))
                .findFirst();
    }

    /** Counts the call in. */
    public synchronized boolean overLimit() {
        int limit = knobs.requestsPerSecond();
        long now = time.millis() / 1000;
        if (now != second) {
            second = now;
            callsInSecond = 0;
        }
        callsInSecond++;
        return limit > 0 && callsInSecond > limit;
    }

    private static boolean hits(double share) {
        return share > 0 && ThreadLocalRandom.current().nextDouble() < share;
    }
}
