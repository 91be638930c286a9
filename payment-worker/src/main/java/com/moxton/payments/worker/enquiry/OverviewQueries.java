package com.moxton.payments.worker.enquiry;

import static com.moxton.payments.worker.jdbc.SqlTime.nullable;
import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import com.moxton.payments.worker.inbox.EventOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What the tables say for the {@link Overview}. Each query is answered by an index alone. */
@Repository
@Transactional(readOnly = true)
class OverviewQueries {

    private static final int MINUTES = 60;
    private static final Duration CALLS_OF = Duration.ofMinutes(15);
    private static final int MOST_CALLS = 20_000;
    /** Those that moved a payment. */
    private static final List<String> EFFECTIVE =
            List.of(EventOutcome.APPLIED.wireName(), EventOutcome.ADOPTED.wireName());

    private static final List<String> OUTCOMES =
            Arrays.stream(EventOutcome.values()).map(EventOutcome::wireName).toList();

    private final NamedParameterJdbcTemplate jdbc;

    OverviewQueries(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    List<Overview.Minute> minutesBefore(Instant now) {
        Instant begin = now.truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(MINUTES - 1));
        MapSqlParameterSource since =
                new MapSqlParameterSource("since", toColumn(begin)).addValue("effective", EFFECTIVE);
        Map<Integer, Long> received = byMinute("""
                SELECT TIMESTAMPDIFF(MINUTE, :since, received_at) AS minute, COUNT(*) AS events
                FROM processed_events
                WHERE received_at >= :since
                GROUP BY minute
                """, since);
        Map<Integer, Long> applied = byMinute("""
                SELECT TIMESTAMPDIFF(MINUTE, :since, processed_at) AS minute, COUNT(*) AS events
                FROM processed_events
                WHERE outcome IN (:effective) AND processed_at >= :since
                GROUP BY minute
                """, since);
        List<Overview.Minute> minutes = new ArrayList<>(MINUTES);
        for (int i = 0; i < MINUTES; i++) {
            minutes.add(new Overview.Minute(
                    begin.plus(Duration.ofMinutes(i)), received.getOrDefault(i, 0L), applied.getOrDefault(i, 0L)));
        }
        return minutes;
    }

    private Map<Integer, Long> byMinute(String sql, MapSqlParameterSource parameters) {
        Map<Integer, Long> counts = new HashMap<>();
        jdbc.query(sql, parameters, row -> {
            counts.put(row.getInt("minute"), row.getLong("events"));
        });
        return counts;
    }

    Map<String, Long> outcomesSince(Instant time) {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.query("""
                SELECT outcome, COUNT(*) AS events
                FROM processed_events
                WHERE outcome IN (:outcomes) AND processed_at >= :time
                GROUP BY outcome
                """, new MapSqlParameterSource("time", toColumn(time)).addValue("outcomes", OUTCOMES), row -> {
            counts.put(row.getString("outcome"), row.getLong("events"));
        });
        return counts;
    }

    List<Overview.StripeCalls> stripeCallsBefore(Instant now) {
        Map<String, CallTimes> byOperation = new TreeMap<>();
        jdbc.query(
                """
                SELECT operation, outcome, duration_us
                FROM stripe_calls
                WHERE started_at >= :since
                ORDER BY started_at DESC
                LIMIT :most
                """,
                new MapSqlParameterSource("since", toColumn(now.minus(CALLS_OF))).addValue("most", MOST_CALLS),
                row -> {
                    byOperation
                            .computeIfAbsent(row.getString("operation"), operation -> new CallTimes())
                            .add(row.getString("outcome"), row.getLong("duration_us"));
                });
        return byOperation.entrySet().stream()
                .map(entry -> entry.getValue().of(entry.getKey()))
                .toList();
    }

    Overview.Parked parked() {
        return jdbc.query(
                        "SELECT COUNT(*) AS events, MIN(first_failed_at) AS oldest FROM parked_events",
                        Map.of(),
                        (row, n) -> new Overview.Parked(row.getLong("events"), nullable(row, "oldest")))
                .getFirst();
    }

    /** Of all accounts together. A run begins with all of them: a cursor that is days behind is of an account that was left. */
    Overview.Backfill backfill() {
        return jdbc
                .query(
                        """
                        SELECT MIN(covered_until) AS covered_until, MIN(last_run_at) AS last_run_at,
                               MIN(last_completed_at) AS last_completed_at, SUM(last_seen) AS last_seen,
                               SUM(last_rescued) AS last_rescued
                        FROM backfill_cursor
                        WHERE last_run_at >= (SELECT MAX(last_run_at) - INTERVAL 2 DAY FROM backfill_cursor)
                        """,
                        Map.of(),
                        (row, n) -> new Overview.Backfill(
                                nullable(row, "covered_until"),
                                nullable(row, "last_run_at"),
                                nullable(row, "last_completed_at"),
                                row.getLong("last_seen"),
                                row.getLong("last_rescued")))
                .stream()
                .findFirst()
                .orElseGet(() -> new Overview.Backfill(null, null, null, 0, 0));
    }
}
