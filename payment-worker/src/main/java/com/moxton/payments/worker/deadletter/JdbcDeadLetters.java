package com.moxton.payments.worker.deadletter;

import static com.moxton.payments.worker.jdbc.SqlTime.toColumn;

import com.moxton.payments.worker.deadletter.LetterReader.Indexed;
import com.moxton.payments.worker.inbox.LogPosition;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code dead_letters}. */
@Repository
@Transactional
class JdbcDeadLetters {

    private final NamedParameterJdbcTemplate jdbc;
    private final Clock clock;

    JdbcDeadLetters(NamedParameterJdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Letters that have a row keep it as it is. */
    public void insert(List<Indexed> letters) {
        List<Indexed> sorted = letters.stream()
                // In one order everywhere, or two instances after a rebalance lock each other out.
                .sorted(Comparator.comparing(
                                (Indexed letter) -> letter.position().topic())
                        .thenComparing(letter -> letter.position().partition())
                        .thenComparing(letter -> letter.position().offset()))
                .toList();
        jdbc.batchUpdate("""
                INSERT INTO dead_letters (dlt_topic, dlt_partition, dlt_offset, source_topic, source_partition,
                    source_offset, record_key, event_id, request_id, type, forced, reason, message, exception_class,
                    stage, attempts, first_failed_at, last_failed_at, state)
                VALUES (:topic, :partition, :offset, :sourceTopic, :sourcePartition,
                    :sourceOffset, :key, :eventId, :requestId, :type, :forced, :reason, :message, :exceptionClass,
                    :stage, :attempts, :firstFailedAt, :lastFailedAt, 'open')
                ON DUPLICATE KEY UPDATE id = id
                """, sorted.stream().map(JdbcDeadLetters::parameters).toArray(SqlParameterSource[]::new));
        sorted.stream().filter(letter -> letter.former() != null).forEach(this::linkToFormer);
        sorted.stream().filter(letter -> letter.source() != null).forEach(this::takePlaceOfTwins);
    }

    /** Redriven, it failed again. */
    private void linkToFormer(Indexed letter) {
        LogPosition former = letter.former();
        find(former)
                .ifPresent(before -> find(letter.position()).ifPresent(now -> {
                    Map<String, Long> ids = Map.of("former", before.id(), "now", now.id());
                    if (now.formerId() == null && before.id() < now.id()) {
                        jdbc.update("UPDATE dead_letters SET former_id = :former WHERE id = :now", ids);
                        jdbc.update("""
                        UPDATE dead_letters SET state = 'superseded', newer_id = :now
                        WHERE id = :former AND state IN ('redriving', 'redriven')
                        """, ids);
                    }
                }));
    }

    /** After a crash the same record is given up twice: one of the two is enough to redrive. */
    private void takePlaceOfTwins(Indexed letter) {
        find(letter.position())
                .filter(now -> now.state() == DeadLetterState.OPEN)
                .ifPresent(now -> jdbc.update("""
                        UPDATE dead_letters SET state = 'superseded', newer_id = :now
                        WHERE source_topic = :sourceTopic AND source_partition = :sourcePartition
                            AND source_offset = :sourceOffset AND dlt_topic = :topic AND state = 'open' AND id < :now
                        """, parameters(letter).addValue("now", now.id())));
    }

    private Optional<DeadLetter> find(@Nullable LogPosition position) {
        return position == null
                ? Optional.empty()
                : jdbc
                        .query(
                                """
                                SELECT * FROM dead_letters
                                WHERE dlt_topic = :topic AND dlt_partition = :partition AND dlt_offset = :offset
                                """,
                                Map.of(
                                        "topic", position.topic(),
                                        "partition", position.partition(),
                                        "offset", position.offset()),
                                DeadLetterRows::letter)
                        .stream()
                        .findFirst();
    }

    @Transactional(readOnly = true)
    public Optional<DeadLetter> find(long id) {
        return findAll(List.of(id)).stream().findFirst();
    }

    /** Those of them that there are, by id. */
    @Transactional(readOnly = true)
    public List<DeadLetter> findAll(Collection<Long> ids) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.query(
                        "SELECT * FROM dead_letters WHERE id IN (:ids) ORDER BY id",
                        Map.of("ids", new TreeSet<>(ids)),
                        DeadLetterRows::letter);
    }

    /** The newest first. */
    @Transactional(readOnly = true)
    public List<DeadLetter> list(DeadLetterFilter filter, long before, int limit) {
        MapSqlParameterSource parameters = new MapSqlParameterSource("before", before).addValue("limit", limit);
        return jdbc.query(
                "SELECT * FROM dead_letters WHERE id < :before " + filter.sql(parameters)
                        + " ORDER BY id DESC LIMIT :limit",
                parameters,
                DeadLetterRows::letter);
    }

    @Transactional(readOnly = true)
    public List<DeadLetters.Count> counts() {
        return jdbc.query(
                """
                SELECT dlt_topic, state, reason, COUNT(*) AS letters
                FROM dead_letters
                GROUP BY dlt_topic, state, reason
                ORDER BY dlt_topic, state, reason
                """,
                Map.of(),
                (row, n) -> new DeadLetters.Count(
                        row.getString("dlt_topic"),
                        row.getString("state"),
                        row.getString("reason"),
                        row.getLong("letters")));
    }

    /** How many letters of a redrive are in which state. */
    @Transactional(readOnly = true)
    public Map<String, Long> progress(String redriveId) {
        return jdbc.query(
                "SELECT state, COUNT(*) AS letters FROM dead_letters WHERE redrive_id = :id GROUP BY state",
                Map.of("id", redriveId),
                DeadLetterRows::countsByState);
    }

    @Transactional(readOnly = true)
    public long newest() {
        Long newest = jdbc.queryForObject("SELECT COALESCE(MAX(id), 0) FROM dead_letters", Map.of(), Long.class);
        return newest == null ? 0 : newest;
    }

    /** Marks those of the letters that are open. */
    public int markForRedrive(Collection<Long> ids, String redriveId, String by) {
        return jdbc.update(
                """
                UPDATE dead_letters
                SET state = 'redriving', redrive_id = :redriveId, redriven_by = :by, redriven_at = NULL, problem = NULL
                WHERE id IN (:ids) AND state = 'open'
                """,
                new MapSqlParameterSource("ids", new TreeSet<>(ids))
                        .addValue("redriveId", redriveId)
                        .addValue("by", by));
    }

    /** At most so many ids of open letters that fit, from an id on, up to another. */
    @Transactional(readOnly = true)
    public List<Long> open(DeadLetterFilter filter, long after, long upTo, int limit) {
        MapSqlParameterSource parameters =
                new MapSqlParameterSource("after", after).addValue("upTo", upTo).addValue("limit", limit);
        return jdbc.queryForList(
                "SELECT id FROM dead_letters WHERE id > :after AND id <= :upTo "
                        + filter.withState(DeadLetterState.OPEN).sql(parameters) + " ORDER BY id LIMIT :limit",
                parameters,
                Long.class);
    }

    public int discard(Collection<Long> ids, String by, String reason) {
        return jdbc.update(
                """
                UPDATE dead_letters
                SET state = 'discarded', discarded_by = :by, discarded_at = :now, discard_reason = :reason
                WHERE id IN (:ids) AND state = 'open'
                """,
                new MapSqlParameterSource("ids", new TreeSet<>(ids))
                        .addValue("by", by)
                        .addValue("now", toColumn(clock.instant()))
                        .addValue("reason", reason));
    }

    private static MapSqlParameterSource parameters(Indexed letter) {
        LogPosition source = letter.source();
        return new MapSqlParameterSource()
                .addValue("topic", letter.position().topic())
                .addValue("partition", letter.position().partition())
                .addValue("offset", letter.position().offset())
                .addValue("sourceTopic", source == null ? null : source.topic())
                .addValue("sourcePartition", source == null ? null : source.partition())
                .addValue("sourceOffset", source == null ? null : source.offset())
                .addValue("key", letter.key())
                .addValue("eventId", letter.eventId())
                .addValue("requestId", letter.requestId())
                .addValue("type", letter.type())
                .addValue("forced", letter.forced())
                .addValue("reason", letter.reason())
                .addValue("message", letter.message())
                .addValue("exceptionClass", letter.exceptionClass())
                .addValue("stage", letter.stage())
                .addValue("attempts", letter.attempts())
                .addValue("firstFailedAt", toColumn(letter.firstFailedAt()))
                .addValue("lastFailedAt", toColumn(letter.lastFailedAt()));
    }
}
