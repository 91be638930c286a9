package com.moxton.payments.worker.replay;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What filters need of the tables. */
@Repository
@Transactional(readOnly = true)
class RecordChoices {

    private final NamedParameterJdbcTemplate jdbc;

    RecordChoices(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Made when a job begins or goes on; outcomes are looked up as they are when a record is read. */
    public RecordChoice of(ReplayFilter filter) {
        return new RecordChoice(filter, intentsOf(filter.orders()), this::outcomes);
    }

    private List<String> intentsOf(@Nullable List<String> orders) {
        return orders == null || orders.isEmpty()
                ? List.of()
                : jdbc.queryForList("""
                        SELECT stripe_intent_id FROM payments
                        WHERE order_id IN (:orders) AND stripe_intent_id IS NOT NULL
                        """, Map.of("orders", new TreeSet<>(orders)), String.class);
    }

    private Map<String, String> outcomes(Collection<String> eventIds) {
        Map<String, String> outcomes = new HashMap<>();
        if (!eventIds.isEmpty()) {
            jdbc.query(
                    "SELECT event_id, outcome FROM processed_events WHERE event_id IN (:ids)",
                    Map.of("ids", new TreeSet<>(eventIds)),
                    row -> {
                        outcomes.put(row.getString("event_id"), row.getString("outcome"));
                    });
        }
        return outcomes;
    }
}
