package com.moxton.payments.benchmarks.load;

import com.moxton.payments.benchmarks.load.EventLog.Event;
import com.moxton.payments.benchmarks.load.EventLog.Step;
import com.moxton.payments.benchmarks.parts.CpuClock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the database itself takes: writes the rows that the worker makes of the {@link EventLog}, batch by batch as the
 * worker does, in statements of many rows. It reads nothing, asks nothing, and decides nothing: it knows the rows.
 *
 * <p>Arguments: JDBC URL, user, password, the server's process id, payments, connections, events a transaction, warm-up
 * share. Its last line of output is events, seconds, and CPU seconds of itself and the server, after the warm-up.
 */
public final class PlainWriter {

    private static final int PARTITIONS = 12;
    private static final String NOW = "'2026-11-01 00:00:00.123456'";

    private PlainWriter() {}

    public static void main(String[] args) throws Exception {
        int payments = Integer.parseInt(args[4]);
        int connections = Integer.parseInt(args[5]);
        int batch = Integer.parseInt(args[6]);
        List<List<List<Arrival>>> work = work(EventLog.of(payments), connections, batch);
        long all = work.stream().flatMap(List::stream).mapToLong(List::size).sum();
        long warmUp = (long) (all * Double.parseDouble(args[7]));

        CpuClock mine = CpuClock.of(ProcessHandle.current().pid());
        CpuClock server = CpuClock.of(Long.parseLong(args[3]));
        AtomicLong written = new AtomicLong();
        AtomicLong began = new AtomicLong();
        AtomicLong atBegin = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (List<List<Arrival>> share : work) {
            Connection connection = DriverManager.getConnection(args[0], args[1], args[2]);
            threads.add(Thread.ofPlatform().start(() -> {
                try (connection;
                        Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    for (List<Arrival> events : share) {
                        write(statement, events);
                        connection.commit();
                        long now = written.addAndGet(events.size());
                        if (now >= warmUp && began.compareAndSet(0, System.nanoTime())) {
                            atBegin.set(now);
                            mine.restart();
                            server.restart();
                        }
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (written.get() != all) {
            throw new IllegalStateException("Only " + written + " of " + all + " were written");
        }
        System.out.printf(
                "%d %.3f %.3f %.3f%n",
                written.get() - atBegin.get(),
                (System.nanoTime() - began.get()) / 1e9,
                mine.seconds(),
                server.seconds());
    }

    /** @param first false for a duplicate, of which the inbox alone takes notice */
    private record Arrival(Event event, boolean first) {}

    /** For each connection its batches: of one partition each, the partitions in turns. */
    private static List<List<List<Arrival>>> work(List<Event> log, int connections, int batch) {
        Map<Integer, List<List<Arrival>>> byPartition = new LinkedHashMap<>();
        Set<Event> seen = new HashSet<>();
        for (Event event : log) {
            List<List<Arrival>> batches = byPartition.computeIfAbsent(
                    Math.floorMod(event.intentId().hashCode(), PARTITIONS), partition -> new ArrayList<>());
            if (batches.isEmpty() || batches.getLast().size() == batch) {
                batches.add(new ArrayList<>());
            }
            batches.getLast().add(new Arrival(event, seen.add(event)));
        }
        List<List<List<Arrival>>> work = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            work.add(new ArrayList<>());
        }
        int longest = byPartition.values().stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (var partition : byPartition.entrySet()) {
                if (i < partition.getValue().size()) {
                    work.get(partition.getKey() % connections)
                            .add(partition.getValue().get(i));
                }
            }
        }
        return work;
    }

    private static void write(Statement statement, List<Arrival> events) throws SQLException {
        String batchId = UUID.randomUUID().toString();
        Rows processed = new Rows("""
                INSERT INTO processed_events (event_id, type, intent_id, event_created, received_at, processed_at,
                    outcome, topic, `partition`, `offset`, livemode, account, batch_id) VALUES""");
        Rows history = new Rows("""
                INSERT INTO payment_history (payment_id, version, order_id, stripe_intent_id, from_status, to_status,
                    order_status, error_code, error_decline_code, error_message, amount, currency, cause, cause_id,
                    observed_at, at) VALUES""");
        Rows payments = new Rows("""
                INSERT INTO payments (id, order_id, amount, currency, status, stripe_intent_id, amount_received, metadata,
                    idempotency_key, created_by_request, last_error_code, last_error_decline_code, last_error_message,
                    last_observed_at, last_observed_by, last_observed_birth, refresh_needed, open_order_id, version,
                    created_at, updated_at) VALUES""");
        Rows orders = new Rows(
                "INSERT INTO orders (id, user_id, total_amount, currency, status, paid_at, version, updated_at) VALUES");
        Map<Integer, Event> last = new LinkedHashMap<>();
        for (Arrival arrival : events) {
            Event event = arrival.event();
            String observed = time(event.created());
            processed.add("('%s','%s','%s',%s,%s,%s,'applied','stripe.events',1,%d,0,NULL,'%s')"
                    .formatted(
                            event.id(),
                            event.step().type(),
                            event.intentId(),
                            observed,
                            NOW,
                            NOW,
                            event.payment(),
                            batchId));
            if (arrival.first()) {
                history.add("('%s',%d,'%s','%s',NULL,'%s','pending',NULL,NULL,NULL,49.99,'usd','%s','%s',%s,%s)"
                        .formatted(
                                event.paymentId(),
                                event.step().ordinal() + 1,
                                event.orderId(),
                                event.intentId(),
                                event.step().status(),
                                event.step().type(),
                                event.id(),
                                observed,
                                NOW));
                last.put(event.payment(), event);
            }
        }
        last.values().stream().sorted(Comparator.comparing(Event::paymentId)).forEach(event -> {
            boolean paid = event.step() == Step.SUCCEEDED;
            payments.add(payment(event, paid));
            if (paid) {
                orders.add("('%s','user-1',49.99,'usd','paid',%s,1,%s)"
                        .formatted(event.orderId(), time(event.created()), NOW));
            }
        });
        processed.writeTo(statement, "event_id = event_id");
        payments.writeTo(statement, """
                status = VALUES(status), amount_received = VALUES(amount_received), metadata = VALUES(metadata),
                last_observed_at = VALUES(last_observed_at), last_observed_by = VALUES(last_observed_by),
                last_observed_birth = VALUES(last_observed_birth), open_order_id = VALUES(open_order_id),
                version = VALUES(version), updated_at = VALUES(updated_at)""");
        history.writeTo(statement, "");
        orders.writeTo(
                statement,
                "status = VALUES(status), paid_at = VALUES(paid_at), version = 1, updated_at = VALUES(updated_at)");
    }

    private static String payment(Event event, boolean paid) {
        return "('%s','%s',49.99,'usd','%s','%s',%s,'{\"order_id\":\"%s\",\"payment_id\":\"%s\",\"request_id\":\"%s\"}',"
                        .formatted(
                                event.paymentId(),
                                event.orderId(),
                                event.step().status(),
                                event.intentId(),
                                paid ? "49.99" : "0.00",
                                event.orderId(),
                                event.paymentId(),
                                event.requestId())
                + "'create-%s','%s',NULL,NULL,NULL,%s,'%s',%d,0,%s,%d,%s,%s)"
                        .formatted(
                                event.paymentId(),
                                event.requestId(),
                                time(event.created()),
                                event.id(),
                                event.step() == Step.CREATED ? 1 : 0,
                                paid ? "NULL" : "'" + event.orderId() + "'",
                                event.step().ordinal() + 1,
                                time(event.born()),
                                time(event.created()));
    }

    private static String time(long second) {
        return "'" + Instant.ofEpochSecond(second).toString().replace('T', ' ').replace("Z", "") + "'";
    }

    /** A statement as it grows. */
    private static final class Rows {

        private final StringBuilder sql;
        private boolean empty = true;

        Rows(String head) {
            this.sql = new StringBuilder(head);
        }

        void add(String row) {
            sql.append(empty ? " " : ",").append(row);
            empty = false;
        }

        void writeTo(Statement statement, String onDuplicate) throws SQLException {
            if (!empty) {
                statement.execute(
                        onDuplicate.isEmpty() ? sql.toString() : sql + " ON DUPLICATE KEY UPDATE " + onDuplicate);
            }
        }
    }
}
