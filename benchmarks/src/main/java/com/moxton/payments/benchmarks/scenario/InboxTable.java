package com.moxton.payments.benchmarks.scenario;

import com.moxton.payments.benchmarks.Bench;
import com.moxton.payments.benchmarks.load.IdOrder;
import com.moxton.payments.benchmarks.load.PastEvents;
import com.moxton.payments.benchmarks.parts.CpuClock;
import com.moxton.payments.benchmarks.parts.Schema;
import com.moxton.payments.worker.inbox.InboxProbe;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** A {@code processed_events} that is filled, and an inbox in it. */
final class InboxTable implements AutoCloseable {

    private static final DateTimeFormatter SQL_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final int BATCHES = 80;
    private static final int EVENTS = 500;

    private final IdOrder order;
    private final Schema schema;
    private final InboxProbe probe;
    private final List<String> known;

    private InboxTable(IdOrder order, Schema schema, InboxProbe probe, List<String> known) {
        this.order = order;
        this.schema = schema;
        this.probe = probe;
        this.known = known;
    }

    /** Events claimed a second, what each cost the database, and rows purged a second meanwhile. */
    record Claimed(double perSecond, double databaseCpuMicros, double purgedPerSecond) {}

    static InboxTable filled(Bench bench, IdOrder order, int rows) throws Exception {
        Schema schema = bench.parts().database().newSchema();
        bench.parts().worker(schema, Map.of()).close();
        PastEvents.fill(schema, order, rows);
        return new InboxTable(
                order,
                schema,
                new InboxProbe(schema, order),
                PastEvents.sample(schema, order, Math.min(rows / 5, 20_000)));
    }

    Claimed claim(Bench bench, boolean purge) throws Exception {
        Instant from = Instant.now();
        CpuClock cpu = bench.parts().database().cpu();
        int batches = bench.scaled(BATCHES);
        double rate;
        double purged = 0;
        if (purge) {
            try (InboxProbe beside = new InboxProbe(schema, order)) {
                InboxProbe.Purging purging = beside.purge();
                try (purging) {
                    rate = probe.claim(batches, known);
                }
                purged = purging.rate();
            }
        } else {
            rate = probe.claim(batches, known);
        }
        double micros = cpu.seconds() * 1e6 / (batches * (double) EVENTS);
        // So that a small table stays small.
        schema.execute("DELETE FROM processed_events WHERE processed_at >= '%s'".formatted(SQL_TIME.format(from)));
        return new Claimed(rate, micros, purged);
    }

    @Override
    public void close() throws Exception {
        probe.close();
        schema.close();
    }
}
