package com.moxton.payments.resilience.load;

import com.moxton.payments.resilience.parts.DatabaseProcess;
import com.moxton.payments.resilience.parts.Installation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Customers come at a steady rate, whatever becomes of those who came before. */
public final class OrderLoad implements AutoCloseable {

    public static final String AMOUNT = "49.99";

    private static final Duration LAST_CUSTOMER = Duration.ofSeconds(160);
    private static final double UNBOUNDED = 10_000;
    private static final Duration ROOM_PAUSE = Duration.ofMillis(1);
    private static final int BATCH = 500;

    private final ExecutorService customers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final Tally tally = new Tally();
    private final Installation installation;
    private final Shop shop;
    private final StripeDashboard dashboard;
    private final List<String> orders;
    private final Random random;
    private volatile double perSecond;
    private volatile boolean running = true;
    private volatile boolean toTheEnd;
    private volatile boolean impatient;
    private volatile int mostAtOnce = Integer.MAX_VALUE;
    private final Thread pace;

    /**
     * @param orders that exist; each is used once, and there must be enough of them
     * @param perSecond customers that begin in a second
     */
    public OrderLoad(Installation installation, List<String> orders, double perSecond, long seed) {
        this.installation = installation;
        this.orders = orders;
        this.perSecond = perSecond;
        this.random = new Random(seed);
        this.shop = new Shop(installation.balancer());
        this.dashboard = new StripeDashboard(installation.stripe());
        this.pace = Thread.ofPlatform().daemon().name("customers").start(this::run);
    }

    private void run() {
        long due = System.nanoTime();
        while (running && begun.get() < orders.size()) {
            due += (long) (1e9 / perSecond);
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            if (isFull()) {
                awaitRoom();
                due = System.nanoTime();
            }
            if (running) {
                begin(orders.get(begun.getAndIncrement()));
            }
        }
    }

    private boolean isFull() {
        return running && begun.get() - ended.get() >= mostAtOnce;
    }

    private void awaitRoom() {
        while (isFull()) {
            LockSupport.parkNanos(ROOM_PAUSE.toNanos());
        }
    }

    private void begin(String order) {
        Customer customer = new Customer(
                shop,
                installation.stripe(),
                dashboard,
                tally,
                order,
                toTheEnd ? Story.anyThatEnds(random) : Story.any(random),
                random.nextInt(10) == 0,
                impatient);
        customers.execute(() -> {
            try {
                customer.visit();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                ended.incrementAndGet();
            }
        });
    }

    /** From now on. */
    public void rate(double customersPerSecond) {
        perSecond = customersPerSecond;
    }

    /** From now on each order comes to its end: paid, or canceled. */
    public void toTheEnd() {
        toTheEnd = true;
    }

    /** From now on a customer who is refused an intent goes away; whoever got one stays. */
    public void impatient(boolean goAway) {
        impatient = goAway;
    }

    /**
     * How many customers a second are served, when the next one comes as soon as one of those has gone.
     *
     * @param atOnce customers
     */
    public double topRate(int atOnce, Duration time) throws InterruptedException {
        double before = perSecond;
        mostAtOnce = atOnce;
        perSecond = UNBOUNDED;
        int ended = this.ended.get();
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        double rate = (this.ended.get() - ended) * 1e9 / time.toNanos();
        perSecond = before;
        mostAtOnce = Integer.MAX_VALUE;
        return rate;
    }

    /** No further customer comes; returns when the last one has gone. */
    public void finish() throws InterruptedException {
        running = false;
        pace.join();
        customers.shutdown();
        if (!customers.awaitTermination(LAST_CUSTOMER.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException((begun.get() - ended.get()) + " customers are not done");
        }
    }

    /** The ids of those who came. */
    public List<String> begun() {
        return orders.subList(0, Math.min(begun.get(), orders.size()));
    }

    public Tally tally() {
        return tally;
    }

    @Override
    public void close() {
        running = false;
        customers.shutdownNow();
        shop.close();
        dashboard.close();
    }

    /** Inserts rows as a storefront would: pending, of one user. */
    public static List<String> insertOrders(DatabaseProcess database, String prefix, int count) throws SQLException {
        List<String> ids =
                IntStream.range(0, count).mapToObj(i -> prefix + "_" + i).toList();
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "INSERT INTO orders (id, user_id, total_amount, currency) VALUES (?, ?, ?, 'usd')")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < ids.size(); i++) {
                statement.setString(1, ids.get(i));
                statement.setString(2, Shop.userOf(ids.get(i)));
                statement.setString(3, AMOUNT);
                statement.addBatch();
                if ((i + 1) % BATCH == 0) {
                    statement.executeBatch();
                }
            }
            statement.executeBatch();
            connection.commit();
        }
        return ids;
    }
}
