--liquibase formatted sql

--changeset moxton:processed-events
--comment The inbox: an event whose id is here has had its effect, in the transaction that wrote the row. batch_id tells which
--comment of a batch were new; topic, partition and offset tell a redelivery from a duplicate.
CREATE TABLE processed_events (
    event_id      VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    type          VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    intent_id     VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,
    event_created DATETIME(6)  NOT NULL,
    received_at   DATETIME(6)  NOT NULL,
    processed_at  DATETIME(6)  NOT NULL,
    outcome       VARCHAR(32)  NOT NULL,
    topic         VARCHAR(249) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `partition`   INT          NOT NULL,
    `offset`      BIGINT       NOT NULL,
    livemode      BOOLEAN      NULL,
    account       VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,
    batch_id      CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (event_id),
    KEY processed_events_batch_id (batch_id),
    KEY processed_events_intent_id (intent_id, event_created)
) DEFAULT CHARACTER SET utf8mb4;

--changeset moxton:parked-events
--comment Events of ours whose order isn't there (yet). No body: the record is read again where it lies in the log.
CREATE TABLE parked_events (
    event_id        VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    topic           VARCHAR(249) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `partition`     INT          NOT NULL,
    `offset`        BIGINT       NOT NULL,
    reason          VARCHAR(32)  NOT NULL,
    attempts        INT          NOT NULL,
    first_failed_at DATETIME(6)  NOT NULL,
    next_attempt_at DATETIME(6)  NOT NULL,
    PRIMARY KEY (event_id),
    KEY parked_events_next_attempt_at (next_attempt_at)
) DEFAULT CHARACTER SET utf8mb4;
