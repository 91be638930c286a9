package com.moxton.payments.worker.reconcile;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

@Repository
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
                """, Map.of("ids", new TreeSet<>(eventIds)), String.class));
    }
}
