package com.moxton.payments.worker.reconcile;

import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** By the tables of the inbox, which it only reads, and {@code rescued_events}. */
@Repository
@Transactional
class JdbcKnownEvents implements KnownEvents {

    private final NamedParameterJdbcTemplate jdbc;

    JdbcKnownEvents(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional(readOnly = true)
    public Set<String> among(Collection<String> eventIds) {
        if (eventIds.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(jdbc.queryForList("""
                SELECT event_id FROM processed_events WHERE event_id IN (:ids)
                UNION ALL
                SELECT event_id FROM parked_events WHERE event_id IN (:ids)
                UNION ALL
                SELECT event_id FROM rescued_events WHERE event_id IN (:ids)
                """, Map.of("ids", new TreeSet<>(eventIds)), String.class));
    }

    @Override
    public void rescued(Collection<String> eventIds, Instant at) {
        jdbc.batchUpdate(
                """
                INSERT INTO rescued_events (event_id, rescued_at) VALUES (:id, :at)
                ON DUPLICATE KEY UPDATE rescued_at = VALUES(rescued_at)
                """,
                new TreeSet<>(eventIds)
                        .stream()
                                .map(id -> new MapSqlParameterSource("id", id).addValue("at", toColumn(at)))
                                .toArray(SqlParameterSource[]::new));
    }

    @Override
    public void forget(Instant rescuedBefore) {
        jdbc.update(
                "DELETE FROM rescued_events WHERE rescued_at < :before ORDER BY rescued_at LIMIT 10000",
                new MapSqlParameterSource("before", toColumn(rescuedBefore)));
    }
}
