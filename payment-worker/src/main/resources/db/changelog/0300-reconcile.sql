--liquibase formatted sql

--changeset moxton:shedlock
--comment Who runs what is to be run by one instance at a time. Read and written by ShedLock, by the database's clock, UTC.
CREATE TABLE shedlock (
    name       VARCHAR(64)  NOT NULL,
    lock_until DATETIME(6)  NOT NULL,
    locked_at  DATETIME(6)  NOT NULL,
    locked_by  VARCHAR(255) NOT NULL,
    PRIMARY KEY (name)
) DEFAULT CHARACTER SET utf8mb4;

--changeset moxton:backfill-cursor
--comment How far Stripe's list of events has been compared with ours: every event up to covered_until is in the log.
CREATE TABLE backfill_cursor (
    name              VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    covered_until     DATETIME(6) NULL,
    last_run_at       DATETIME(6) NULL,
    last_completed_at DATETIME(6) NULL,
    last_seen         BIGINT      NOT NULL DEFAULT 0,
    last_rescued      BIGINT      NOT NULL DEFAULT 0,
    PRIMARY KEY (name)
) DEFAULT CHARACTER SET utf8mb4;

--changeset moxton:payment-refreshes
--comment When a stale payment was asked for at Stripe, and when it may be again. payment_version is the payment's at that
--comment time: when it has moved since, counting begins anew. Rows of payments that are closed are of no use.
CREATE TABLE payment_refreshes (
    payment_id      CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    payment_version BIGINT      NOT NULL,
    attempts        INT         NOT NULL,
    asked_at        DATETIME(6) NOT NULL,
    next_at         DATETIME(6) NOT NULL,
    PRIMARY KEY (payment_id),
    KEY payment_refreshes_next_at (next_at)
) DEFAULT CHARACTER SET utf8mb4;

--changeset moxton:rescued-events
--comment Events that the backfill has published, for as long as Stripe lists them: none is to be published on every run while
--comment the consumer lags.
CREATE TABLE rescued_events (
    event_id   VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    rescued_at DATETIME(6) NOT NULL,
    PRIMARY KEY (event_id),
    KEY rescued_events_rescued_at (rescued_at)
) DEFAULT CHARACTER SET utf8mb4;
