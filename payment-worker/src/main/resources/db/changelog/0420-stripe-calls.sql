--liquibase formatted sql

--changeset moxton:stripe-calls
--comment One row for each attempt of a call to Stripe, for people who look into a payment. Nothing is decided by it, and what
--comment was called right before a crash may be missing. Never a secret, never a body.
CREATE TABLE stripe_calls (
    id                BIGINT       NOT NULL AUTO_INCREMENT,
    operation         VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    intent_id         VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,
    payment_id        VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NULL,
    order_id          VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NULL,
    request_id        VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NULL,
    outcome           VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    http_status       INT          NULL,
    stripe_request_id VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,
    attempt           INT          NOT NULL,
    replayed          BOOLEAN      NOT NULL,
    started_at        DATETIME(6)  NOT NULL,
    duration_us       BIGINT       NOT NULL,
    PRIMARY KEY (id),
    KEY stripe_calls_intent_id (intent_id, started_at),
    KEY stripe_calls_payment_id (payment_id, started_at),
    KEY stripe_calls_started_at (started_at, operation, outcome, duration_us)
) DEFAULT CHARACTER SET utf8mb4;
