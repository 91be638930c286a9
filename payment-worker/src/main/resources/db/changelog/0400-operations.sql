--liquibase formatted sql

--changeset moxton:ops-audit
--comment Who did what, and why. Append only; nothing in the worker deletes from it.
CREATE TABLE ops_audit (
    id        BIGINT        NOT NULL AUTO_INCREMENT,
    at        DATETIME(6)   NOT NULL,
    user_name VARCHAR(255)  NOT NULL,
    act       VARCHAR(64)   NOT NULL,
    subject   VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    reason    VARCHAR(1000) NULL,
    details   JSON          NULL,
    PRIMARY KEY (id),
    KEY ops_audit_subject (subject, id)
) DEFAULT CHARACTER SET utf8mb4;

--changeset moxton:replay-jobs
--comment Replays, dry runs and audits: one row each. runner is the token of the one that is at it; whoever finds another
--comment token there stops.
CREATE TABLE replay_jobs (
    id           CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    mode         VARCHAR(16)   NOT NULL,
    state        VARCHAR(16)   NOT NULL,
    topic        VARCHAR(249) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    choice       JSON          NOT NULL,
    requested_by VARCHAR(255)  NOT NULL,
    reason       VARCHAR(1000) NOT NULL,
    created_at   DATETIME(6)   NOT NULL,
    started_at   DATETIME(6)   NULL,
    finished_at  DATETIME(6)   NULL,
    updated_at   DATETIME(6)   NOT NULL,
    scanned      BIGINT        NOT NULL DEFAULT 0,
    matched      BIGINT        NOT NULL DEFAULT 0,
    done         BIGINT        NOT NULL DEFAULT 0,
    result       JSON          NULL,
    problem      VARCHAR(1000) NULL,
    runner       CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    PRIMARY KEY (id),
    KEY replay_jobs_created_at (created_at, id),
    KEY replay_jobs_state (state, created_at)
) DEFAULT CHARACTER SET utf8mb4;

--changeset moxton:replay-cursors
--comment What a job reads of each partition, fixed when it begins, and how far it has come: everything before next_offset is
--comment published and acknowledged. published_to is the offset after its last record in that partition of the target.
CREATE TABLE replay_cursors (
    job_id       CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `partition`  INT    NOT NULL,
    begin_offset BIGINT NOT NULL,
    next_offset  BIGINT NOT NULL,
    end_offset   BIGINT NOT NULL,
    published_to BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (job_id, `partition`)
) DEFAULT CHARACTER SET utf8mb4;

--changeset moxton:replay-diffs
--comment The first rows that a dry run would change, or that an audit found different: columns as JSON.
CREATE TABLE replay_diffs (
    job_id    CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    n         INT          NOT NULL,
    entity    VARCHAR(16)  NOT NULL,
    entity_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind      VARCHAR(16)  NOT NULL,
    `columns` JSON         NOT NULL,
    PRIMARY KEY (job_id, n)
) DEFAULT CHARACTER SET utf8mb4;

--changeset moxton:replayed-events
--comment What became of the events of a replay, written with their effect: a forced event has it once for each replay.
--comment Position and batch_id as in processed_events.
CREATE TABLE replayed_events (
    replay_id   CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    event_id    VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    outcome     VARCHAR(32)  NOT NULL,
    topic       VARCHAR(249) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `partition` INT          NOT NULL,
    `offset`    BIGINT       NOT NULL,
    at          DATETIME(6)  NOT NULL,
    batch_id    CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (replay_id, event_id)
) DEFAULT CHARACTER SET utf8mb4;
