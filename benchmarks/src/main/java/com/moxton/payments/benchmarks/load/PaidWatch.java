package com.moxton.payments.benchmarks.load;

import com.moxton.payments.benchmarks.parts.Schema;
import com.moxton.payments.benchmarks.parts.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Sees orders become paid: on the customer's live stream, and in the table as somebody sees it who asks the database every
 * few milliseconds.
 */
public final class PaidWatch implements AutoCloseable {

    private static final long POLL_MS = 4;

    /** Of a backlog, the asking would slow down what it looks at: the rest for each statement then. */
    private static final long POLL_BACKLOG_MS = 16;

    /** What a statement asks for at most. */
    private static final int AT_ONCE = 64;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService streams = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Long> due = new ConcurrentHashMap<>();
    private final Map<String, Long> onStream = new ConcurrentHashMap<>();
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final Map<String, Queue<Long>> lost = new ConcurrentHashMap<>();
    private final long began = System.nanoTime();
    private final Service ingress;
    private final String token;
    private final Connection connection;
    private final Thread poller;
    private volatile boolean open = true;

    public PaidWatch(Service ingress, String token, Schema schema) throws SQLException {
        this.ingress = ingress;
        this.token = token;
        this.connection = schema.connect();
        this.poller = Thread.ofPlatform().daemon().name("poll").start(this::poll);
    }

    /**
     * An order that is paid for.
     *
     * @param dueNanos when the webhook that says so was due to be sent, by {@link System#nanoTime}
     * @param rowMillis from then until the row was seen
     * @param streamMillis from then until the event was read; below zero when it wasn't seen
     */
    public record Seen(String orderId, long dueNanos, double rowMillis, double streamMillis) {}

    /** Opens the stream of a payment, and keeps it until it says that the order is paid. */
    public void follow(PaymentLife life) {
        HttpRequest request = HttpRequest.newBuilder(ingress.uri("/api/payments/" + life.intentId() + "/events"))
                .header("Authorization", "Bearer " + token)
                .build();
        streams.execute(() -> {
            try {
                HttpResponse<Stream<String>> response = http.send(request, HttpResponse.BodyHandlers.ofLines());
                try (Stream<String> lines = response.body()) {
                    if (response.statusCode() != 200) {
                        lost("answer " + response.statusCode());
                    } else if (lines.anyMatch(line -> line.contains("\"orderStatus\":\"paid\""))) {
                        onStream.put(life.orderId(), System.nanoTime());
                    } else {
                        lost("ended early");
                    }
                }
            } catch (IOException | UncheckedIOException e) {
                lost(e.getClass().getSimpleName());
            } catch (InterruptedException e) {
                // Closed.
                Thread.currentThread().interrupt();
            }
        });
    }

    /** From now on the order may become paid. */
    public void expect(PaymentLife life, long dueNanos) {
        due.put(life.orderId(), dueNanos);
    }

    /** All that were seen in the table so far, in no order. */
    public List<Seen> seen() {
        return seen.stream()
                .map(order -> {
                    Long read = onStream.get(order.orderId());
                    return read == null
                            ? order
                            : new Seen(
                                    order.orderId(),
                                    order.dueNanos(),
                                    order.rowMillis(),
                                    (read - order.dueNanos()) / 1e6);
                })
                .toList();
    }

    /** Orders that are expected and not seen. */
    public int outstanding() {
        return due.size();
    }

    /** Streams that were refused or broke off, by what happened, each with the seconds in which it did. */
    public Map<String, String> lost() {
        Map<String, String> told = new TreeMap<>();
        lost.forEach((why, times) -> {
            double[] seconds = times.stream()
                    .mapToDouble(at -> (at - began) / 1e9)
                    .sorted()
                    .toArray();
            told.put(
                    why,
                    "%d, from second %.0f to %.0f".formatted(seconds.length, seconds[0], seconds[seconds.length - 1]));
        });
        return told;
    }

    private void lost(String why) {
        if (open) {
            lost.computeIfAbsent(why, reason -> new ConcurrentLinkedQueue<>()).add(System.nanoTime());
        }
    }

    private void poll() {
        try {
            while (open) {
                // Each time for all of them: of a backlog, those that come first in the map would hide the others.
                List<String> all = List.copyOf(due.keySet());
                for (int from = 0; from < all.size(); from += AT_ONCE) {
                    ask(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
                }
                // By their number, not by how long they took: a late answer would make the next ones late too.
                int statements = (all.size() + AT_ONCE - 1) / AT_ONCE;
                TimeUnit.MILLISECONDS.sleep(statements > 1 ? statements * POLL_BACKLOG_MS : POLL_MS);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The orders can't be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(List<String> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT id FROM orders WHERE status = 'paid' AND id IN (" + "?,".repeat(ids.size() - 1) + "?)")) {
            for (int i = 0; i < ids.size(); i++) {
                statement.setString(i + 1, ids.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                long now = System.nanoTime();
                while (rows.next()) {
                    String id = rows.getString(1);
                    Long dueNanos = due.remove(id);
                    if (dueNanos != null) {
                        seen.add(new Seen(id, dueNanos, (now - dueNanos) / 1e6, -1));
                    }
                }
            }
        }
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        open = false;
        poller.join();
        streams.shutdownNow();
        http.shutdownNow();
        connection.close();
    }
}
