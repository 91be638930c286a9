package com.moxton.payments.resilience;

import com.moxton.payments.resilience.check.Evidence;
import com.moxton.payments.resilience.check.Inspector;
import com.moxton.payments.resilience.check.InvariantChecker;
import com.moxton.payments.resilience.check.Quiet;
import com.moxton.payments.resilience.check.Violation;
import com.moxton.payments.resilience.check.Violation.Harm;
import com.moxton.payments.resilience.load.OrderLoad;
import com.moxton.payments.resilience.load.Probe;
import com.moxton.payments.resilience.load.Shop;
import com.moxton.payments.resilience.load.Tally;
import com.moxton.payments.resilience.parts.Installation;
import com.moxton.payments.resilience.report.FaultResult;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One fault under load, from its first customer to the check: customers come at a steady rate with duplicated and shuffled
 * webhooks; the fault is injected and healed, once or several times; then it is waited for quiet, and everything is compared.
 */
public final class Episode implements AutoCloseable {

    private static final Duration QUIET_PATIENCE = Duration.ofSeconds(120);
    /** How long a payment from a bank account is processing. */
    private static final Duration BANK = Duration.ofSeconds(1);

    private static final int MOST_SECONDS = 200;
    private static final int PROBES = 20;

    private final Installation installation;
    private final String fault;
    private final Inspector inspector;
    private final OrderLoad load;
    private final Shop shop;
    private final List<String> probes;
    private final Random random;
    private final double perSecond;
    private final Set<String> poison = new HashSet<>();
    private final List<String> notes = new ArrayList<>();
    private int probed;
    private int injected;
    private Duration slowestRecovery = Duration.ZERO;

    /** A step of a fault. */
    public interface Step {
        void run() throws Exception;
    }

    private Episode(Installation installation, String fault, double perSecond, int mostOrders, long seed)
            throws SQLException {
        this.installation = installation;
        this.fault = fault;
        this.perSecond = perSecond;
        this.random = new Random(seed);
        String prefix = "ord_" + Long.toString(System.nanoTime(), 36);
        List<String> orders = OrderLoad.insertOrders(installation.database(), prefix, mostOrders + PROBES);
        this.probes = orders.subList(0, PROBES);
        installation
                .stripe()
                .knobs()
                .reset()
                .settleAfter(BANK)
                .webhooks()
                .duplicates(0.1)
                .twins(0.05)
                .shuffleWithin(Duration.ofMillis(300));
        this.inspector = Inspector.begin(installation, prefix);
        this.shop = new Shop(installation.balancer());
        this.load = new OrderLoad(installation, orders.subList(PROBES, orders.size()), perSecond, seed);
    }

    /** Customers begin to come. */
    public static Episode begin(Installation installation, String fault, double perSecond) throws SQLException {
        return begin(installation, fault, perSecond, (int) (perSecond * MOST_SECONDS));
    }

    /** @param mostOrders that the customers of this episode may need */
    public static Episode begin(Installation installation, String fault, double perSecond, int mostOrders)
            throws SQLException {
        long seed = Long.getLong("resilience.seed", System.nanoTime());
        return new Episode(installation, fault, perSecond, mostOrders, seed);
    }

    /**
     * Breaks something, waits, mends it, and waits until the system works again.
     *
     * @param lasts from the end of harm to the beginning of heal
     */
    public Episode inject(Step harm, Duration lasts, Step heal) throws Exception {
        inject(harm);
        rest(lasts);
        heal.run();
        recover();
        return this;
    }

    /** Breaks something that needs no mending. */
    public void inject(Step harm) throws Exception {
        injected++;
        harm.run();
    }

    /** Waits until the system works again. How long that took is part of the result. */
    public void recover() throws InterruptedException {
        Duration recovery =
                Recovery.await(installation, new Probe(shop, installation.database(), load.tally(), nextProbe()));
        slowestRecovery = recovery.compareTo(slowestRecovery) > 0 ? recovery : slowestRecovery;
    }

    /** That again and again, with pauses of random length between. */
    public Episode injectTimes(int times, Step harm, Duration lasts, Step heal) throws Exception {
        for (int i = 0; i < times; i++) {
            rest(Duration.ofMillis(400 + random.nextInt(1_200)));
            inject(harm, lasts, heal);
        }
        return this;
    }

    /** Lets the load go on. */
    public Episode rest(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        return this;
    }

    /** An order for the test's own use. */
    public String nextProbe() {
        return probes.get(probed++);
    }

    /** As the customers' page does it. */
    public Shop shop() {
        return shop;
    }

    public Tally tally() {
        return load.tally();
    }

    public OrderLoad load() {
        return load;
    }

    /** @param source where a record lies that can't be processed: {@code stripe.events:3:17} */
    public void poisoned(String source) {
        poison.add(source);
    }

    /** For the table. */
    public void note(String measured) {
        notes.add(measured);
    }

    /** What was found, and what it was found in. */
    public record Outcome(FaultResult result, List<Violation> violations, List<String> unexpectedAnswers) {}

    /** No more customers; waits until all of them are done and nothing is under way, and checks. */
    public Outcome finish() throws Exception {
        load.finish();
        new Quiet(installation).await(QUIET_PATIENCE);
        Evidence evidence = inspector.collect(load.tally(), poison);
        List<Violation> violations = InvariantChecker.check(evidence);
        Files.write(
                installation.home().resolve("problems.log"),
                load.tally().problems(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        Tally tally = load.tally();
        FaultResult result = new FaultResult(
                fault,
                injected,
                perSecond,
                load.begun().size() + probed,
                evidence.events().size(),
                inspector.webhooksSent(),
                count(violations, Harm.LOST),
                count(violations, Harm.DOUBLED),
                count(violations, Harm.WRONG),
                slowestRecovery.toMillis() / 1_000.0,
                tally.statuses(),
                tally.refused(),
                tally.slowest().toMillis() / 1_000.0,
                notes);
        return new Outcome(result, violations, tally.unexpected());
    }

    private static long count(List<Violation> violations, Harm harm) {
        return violations.stream()
                .filter(violation -> violation.kind().harm() == harm)
                .count();
    }

    @Override
    public void close() {
        load.close();
        shop.close();
    }
}
