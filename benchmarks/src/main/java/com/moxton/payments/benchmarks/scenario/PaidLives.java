package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Median;
import com.moxton.payments.benchmarks.Percentile;
import com.moxton.payments.benchmarks.load.Orders;
import com.moxton.payments.benchmarks.load.PaidLoad;
import com.moxton.payments.benchmarks.load.PaidWatch;
import com.moxton.payments.benchmarks.load.UserTokens;
import com.moxton.payments.benchmarks.parts.Schema;
import com.moxton.payments.benchmarks.parts.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Payments from their first event until their order is seen to be paid. */
final class PaidLives {

    /** Events. */
    static final int PER_SECOND = 200;

    /** Of so many payments one has its page open. */
    static final int WATCHED_ONE_IN = 5;

    /** At the rate itself the compilers take minutes to have seen enough, and a third of the CPU meanwhile. */
    private static final int TIMES_FASTER_WARMING = 3;

    /** Of what orders that wait for their event may take. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private PaidLives() {}

    /**
     * Settings of ingress for this load: all of its customers are one to ingress, and half of the connections may be
     * streams.
     */
    static Map<String, String> ingressSettings() {
        return Map.of("PAYMENTS_LIVE_MAXSTREAMSPERUSER", "1000", "SERVER_TOMCAT_MAXCONNECTIONS", "1000");
    }

    /** Has the compilers see enough. No more pages are open than later: an ingress of 256 MB has no room for them. */
    static void warm(Schema schema, Service ingress, double seconds) throws Exception {
        run(schema, ingress, TIMES_FASTER_WARMING * PER_SECOND, TIMES_FASTER_WARMING * WATCHED_ONE_IN, seconds);
    }

    /** Orders of so many seconds, each with a payment that Stripe has been asked for. */
    static List<String> orders(Schema schema, double seconds, int perSecond) throws Exception {
        return Orders.insertWithPayments(schema, (int) Math.ceil(seconds * perSecond / 4) + 1);
    }

    /**
     * Sends for that long, and returns when each order that has been paid for is seen to be.
     *
     * @param beganNanos of the first event
     * @param refused webhooks that were not answered 200
     */
    record Run(long beganNanos, int refused, List<PaidWatch.Seen> seen) {

        /** Those whose webhook of success was due in this part, in seconds from the beginning. */
        List<PaidWatch.Seen> between(double from, double to) {
            return seen.stream()
                    .filter(order -> {
                        double second = (order.dueNanos() - beganNanos) / 1e9;
                        return second >= from && second < to;
                    })
                    .toList();
        }
    }

    static Run run(Schema schema, Service ingress, int perSecond, int watchedOneIn, double seconds) throws Exception {
        List<String> orders = orders(schema, seconds, perSecond);
        try (PaidWatch watch = new PaidWatch(ingress, UserTokens.of("usr_1"), schema)) {
            PaidLoad load = new PaidLoad(ingress, orders, perSecond, watchedOneIn, watch);
            long began = System.nanoTime();
            load.run(seconds);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (watch.outstanding() > 0) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("%d orders are not paid".formatted(watch.outstanding()));
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
            return new Run(began, load.refused(), watch.seen());
        }
    }

    /** The median, over the rounds, of a percentile of each. */
    static double median(
            List<List<PaidWatch.Seen>> rounds, ToDoubleFunction<PaidWatch.Seen> millis, double percentile) {
        return Median.of(rounds, round -> percentile(round, millis, percentile));
    }

    /** Of those that were seen; none is no figure. */
    static double percentile(List<PaidWatch.Seen> round, ToDoubleFunction<PaidWatch.Seen> millis, double percentile) {
        double[] sorted = round.stream()
                .mapToDouble(millis)
                .filter(value -> value >= 0)
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : Percentile.of(sorted, percentile);
    }
}
