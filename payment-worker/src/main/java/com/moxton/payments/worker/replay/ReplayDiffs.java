package com.moxton.payments.worker.replay;

import com.moxton.payments.events.EventJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code replay_diffs}. */
@Repository
@Transactional
class ReplayDiffs {

    private final NamedParameterJdbcTemplate jdbc;

    ReplayDiffs(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A job that begins anew counts anew. */
    void clear(String jobId) {
        jdbc.update("DELETE FROM replay_diffs WHERE job_id = :id", Map.of("id", jobId));
    }

    /** @param first number of the first one */
    void append(String jobId, int first, List<RowDiff> diffs) {
        if (diffs.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(
                """
                INSERT INTO replay_diffs (job_id, n, entity, entity_id, kind, `columns`)
                VALUES (:job, :n, :entity, :id, :kind, :columns)
                """,
                IntStream.range(0, diffs.size())
                        .mapToObj(i -> new MapSqlParameterSource()
                                .addValue("job", jobId)
                                .addValue("n", first + i)
                                .addValue("entity", diffs.get(i).entity())
                                .addValue("id", diffs.get(i).id())
                                .addValue("kind", diffs.get(i).kind())
                                .addValue("columns", json(diffs.get(i).columns())))
                        .toArray(SqlParameterSource[]::new));
    }

    /** In the order they were found. */
    @Transactional(readOnly = true)
    public List<RowDiff> page(String jobId, int offset, int limit) {
        return jdbc.query(
                """
                SELECT entity, entity_id, kind, `columns`
                FROM replay_diffs
                WHERE job_id = :job AND n >= :offset
                ORDER BY n
                LIMIT :limit
                """,
                Map.of("job", jobId, "offset", offset, "limit", limit),
                (row, n) -> new RowDiff(
                        row.getString("entity"),
                        row.getString("entity_id"),
                        row.getString("kind"),
                        columns(row.getString("columns"))));
    }

    private static String json(Map<String, RowDiff.Column> columns) {
        return new String(EventJson.write(new RowDiff.Columns(columns)), StandardCharsets.UTF_8);
    }

    private static Map<String, RowDiff.Column> columns(String json) {
        return new TreeMap<>(EventJson.read(json.getBytes(StandardCharsets.UTF_8), RowDiff.Columns.class)
                .columns());
    }
}
