package com.moxton.payments.worker.replay;

import static com.moxton.payments.worker.jdbc.SqlTime.nullable;
import static com.moxton.payments.worker.jdbc.SqlTime.required;
import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import com.moxton.payments.events.EventJson;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code replay_jobs} and {@code replay_cursors}. */
@Repository
@Transactional
class JdbcReplayJobs {

    private static final String SELECT = """
            SELECT id, mode, state, choice, requested_by, reason, created_at, started_at, finished_at, updated_at, scanned,
                   matched, done, result, problem
            FROM replay_jobs
            """;

    private final NamedParameterJdbcTemplate jdbc;
    private final Clock clock;

    JdbcReplayJobs(NamedParameterJdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void insert(String id, JobMode mode, ReplayChoice choice, String requestedBy, String reason) {
        jdbc.update(
                """
                INSERT INTO replay_jobs (id, mode, state, topic, choice, requested_by, reason, created_at, updated_at)
                VALUES (:id, :mode, 'queued', :topic, :choice, :requestedBy, :reason, :now, :now)
                """,
                parameters(id)
                        .addValue("mode", mode.wireName())
                        .addValue("topic", choice.topic())
                        .addValue("choice", json(choice))
                        .addValue("requestedBy", requestedBy)
                        .addValue("reason", reason));
    }

    @Transactional(readOnly = true)
    public Optional<ReplayJob> find(String id) {
        return jdbc.query(SELECT + "WHERE id = :id", Map.of("id", id), (row, n) -> job(row)).stream()
                .findFirst()
                .map(job -> withRanges(job, ranges(id)));
    }

    /** The newest first, without their ranges. */
    @Transactional(readOnly = true)
    public List<ReplayJob> list(Collection<JobMode> modes, int offset, int limit) {
        return jdbc.query(
                SELECT + """
                        WHERE mode IN (:modes)
                        ORDER BY created_at DESC, id
                        LIMIT :limit OFFSET :offset
                        """,
                Map.of("modes", modes.stream().map(JobMode::wireName).toList(), "limit", limit, "offset", offset),
                (row, n) -> job(row));
    }

    /** Ids of jobs that somebody is to be at, the oldest first. */
    @Transactional(readOnly = true)
    public List<String> active() {
        return jdbc.queryForList("""
                SELECT id FROM replay_jobs
                WHERE state IN ('queued', 'running', 'settling')
                ORDER BY created_at, id
                LIMIT 100
                """, Map.of(), String.class);
    }

    @Transactional(readOnly = true)
    public List<PartitionRange> ranges(String id) {
        return jdbc.query(
                """
                SELECT `partition`, begin_offset, next_offset, end_offset
                FROM replay_cursors
                WHERE job_id = :id AND end_offset > 0
                ORDER BY `partition`
                """,
                Map.of("id", id),
                (row, n) -> new PartitionRange(
                        row.getInt("partition"),
                        row.getLong("begin_offset"),
                        row.getLong("next_offset"),
                        row.getLong("end_offset")));
    }

    /** The offset after the last record that a run has published, by partition of the target. */
    @Transactional(readOnly = true)
    public Map<Integer, Long> published(String id) {
        Map<Integer, Long> published = new TreeMap<>();
        jdbc.query(
                "SELECT `partition`, published_to FROM replay_cursors WHERE job_id = :id AND published_to > 0",
                Map.of("id", id),
                row -> {
                    published.put(row.getInt("partition"), row.getLong("published_to"));
                });
        return published;
    }

    /** False when it isn't in one of the states any more. */
    boolean move(String id, Set<JobState> from, JobState to) {
        return jdbc.update(
                        """
                        UPDATE replay_jobs
                        SET state = :to, problem = NULL, updated_at = :now,
                            finished_at = CASE WHEN :end THEN :now ELSE finished_at END
                        WHERE id = :id AND state IN (:from)
                        """,
                        parameters(id)
                                .addValue("to", to.wireName())
                                .addValue("end", to.isEnd())
                                .addValue(
                                        "from",
                                        from.stream().map(JobState::wireName).collect(Collectors.toSet())))
                == 1;
    }

    /** From now on this runner is at it, and no other. Empty when nobody is to be. */
    Optional<ReplayJob> begin(String id, String runner) {
        int begun = jdbc.update("""
                UPDATE replay_jobs
                SET state = CASE WHEN state = 'queued' THEN 'running' ELSE state END, runner = :runner,
                    started_at = COALESCE(started_at, :now), updated_at = :now
                WHERE id = :id AND state IN ('queued', 'running', 'settling')
                """, parameters(id).addValue("runner", runner));
        return begun == 1 ? find(id) : Optional.empty();
    }

    /** What the job reads, once and for all. */
    void fix(String id, List<PartitionRange> ranges) {
        jdbc.batchUpdate(
                """
                INSERT INTO replay_cursors (job_id, `partition`, begin_offset, next_offset, end_offset)
                VALUES (:id, :partition, :begin, :next, :end)
                ON DUPLICATE KEY UPDATE job_id = job_id
                """,
                ranges.stream()
                        .map(range -> parameters(id)
                                .addValue("partition", range.partition())
                                .addValue("begin", range.begin())
                                .addValue("next", range.next())
                                .addValue("end", range.end()))
                        .toArray(SqlParameterSource[]::new));
    }

    /**
     * How far it has come.
     *
     * @param moved null when no partition moved
     * @param published as {@link #published}
     * @return whether the runner is to go on: false when the job was paused or canceled, or is another runner's
     */
    boolean progress(
            String id, String runner, Progress progress, @Nullable PartitionRange moved, Map<Integer, Long> published) {
        int updated = jdbc.update(
                """
                UPDATE replay_jobs
                SET scanned = :scanned, matched = :matched, done = :done, problem = NULL, updated_at = :now
                WHERE id = :id AND runner = :runner
                """,
                parameters(id)
                        .addValue("runner", runner)
                        .addValue("scanned", progress.scanned())
                        .addValue("matched", progress.matched())
                        .addValue("done", progress.done()));
        if (updated == 0) {
            return false;
        }
        if (moved != null) {
            jdbc.update(
                    "UPDATE replay_cursors SET next_offset = :next WHERE job_id = :id AND `partition` = :partition",
                    parameters(id).addValue("next", moved.next()).addValue("partition", moved.partition()));
        }
        published.forEach((partition, offset) ->
                jdbc.update("""
                INSERT INTO replay_cursors (job_id, `partition`, begin_offset, next_offset, end_offset, published_to)
                VALUES (:id, :partition, 0, 0, 0, :offset)
                ON DUPLICATE KEY UPDATE published_to = GREATEST(published_to, VALUES(published_to))
                """, parameters(id).addValue("partition", partition).addValue("offset", offset)));
        return "running"
                .equals(jdbc.queryForObject(
                        "SELECT state FROM replay_jobs WHERE id = :id", Map.of("id", id), String.class));
    }

    /**
     * @param scanned as {@link ReplayJob#scanned}
     */
    record Progress(long scanned, long matched, long done) {}

    /** Nothing happens when it is another runner's by now, or was paused or canceled. */
    void finish(String id, String runner, JobState state, Map<String, Object> result, @Nullable String problem) {
        jdbc.update(
                """
                UPDATE replay_jobs
                SET state = :state, result = :result, problem = :problem, updated_at = :now,
                    finished_at = CASE WHEN :state = 'settling' THEN finished_at ELSE :now END
                WHERE id = :id AND runner = :runner AND state IN ('running', 'settling')
                """,
                parameters(id)
                        .addValue("runner", runner)
                        .addValue("state", state.wireName())
                        .addValue("result", json(result))
                        .addValue("problem", problem));
    }

    /** What keeps it from going on just now. */
    void hinder(String id, String runner, String problem) {
        jdbc.update("""
                UPDATE replay_jobs SET problem = :problem, updated_at = :now
                WHERE id = :id AND runner = :runner AND state IN ('running', 'settling')
                """, parameters(id).addValue("runner", runner).addValue("problem", problem));
    }

    private MapSqlParameterSource parameters(String id) {
        return new MapSqlParameterSource("id", id).addValue("now", toColumn(clock.instant()));
    }

    private static String json(Object value) {
        return new String(EventJson.write(value), StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unchecked")
    private static ReplayJob job(ResultSet row) throws SQLException {
        String result = row.getString("result");
        return new ReplayJob(
                row.getString("id"),
                JobMode.fromWire(row.getString("mode")),
                JobState.fromWire(row.getString("state")),
                EventJson.read(row.getString("choice").getBytes(StandardCharsets.UTF_8), ReplayChoice.class),
                row.getString("requested_by"),
                row.getString("reason"),
                required(row, "created_at"),
                nullable(row, "started_at"),
                nullable(row, "finished_at"),
                required(row, "updated_at"),
                row.getLong("scanned"),
                row.getLong("matched"),
                row.getLong("done"),
                result == null ? Map.of() : EventJson.read(result.getBytes(StandardCharsets.UTF_8), HashMap.class),
                row.getString("problem"),
                List.of());
    }

    private static ReplayJob withRanges(ReplayJob job, List<PartitionRange> ranges) {
        return new ReplayJob(
                job.id(),
                job.mode(),
                job.state(),
                job.choice(),
                job.requestedBy(),
                job.reason(),
                job.createdAt(),
                job.startedAt(),
                job.finishedAt(),
                job.updatedAt(),
                job.scanned(),
                job.matched(),
                job.done(),
                job.result(),
                job.problem(),
                ranges);
    }
}
