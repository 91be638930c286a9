package com.moxton.payments.worker.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Which orders the differences of an audit or a dry run are about: what a forced replay would have to choose. */
@Service
@Transactional(readOnly = true)
public class DifferingOrders {

    private static final int PAGE = 500;

    private final Replays replays;
    private final NamedParameterJdbcTemplate jdbc;

    DifferingOrders(Replays replays, NamedParameterJdbcTemplate jdbc) {
        this.replays = replays;
        this.jdbc = jdbc;
    }

    /**
     * Of the differences that were kept, and at most as many as a filter may name.
     *
     * @return sorted; empty when nothing differs
     */
    public List<String> of(String jobId) {
        Set<String> orders = new TreeSet<>();
        for (int offset = 0; orders.size() < ReplayFilter.MOST_VALUES; offset += PAGE) {
            List<RowDiff> page = replays.diffs(jobId, offset, PAGE);
            collect(page, orders);
            if (page.size() < PAGE) {
                break;
            }
        }
        return orders.stream().limit(ReplayFilter.MOST_VALUES).toList();
    }

    private void collect(List<RowDiff> page, Set<String> orders) {
        List<String> payments = new ArrayList<>();
        for (RowDiff diff : page) {
            RowDiff.Column order = diff.columns().get("order_id");
            if (diff.entity().equals("order")) {
                orders.add(diff.id());
            } else if (order != null && order.after() != null) {
                orders.add(order.after());
            } else {
                payments.add(diff.id());
            }
        }
        if (!payments.isEmpty()) {
            orders.addAll(jdbc.queryForList(
                    "SELECT order_id FROM payments WHERE id IN (:ids)", Map.of("ids", payments), String.class));
        }
    }
}
