--liquibase formatted sql

--changeset moxton:payment-requests
--comment What became of create-intent and confirm requests: makes a second delivery harmless, and answers a second request
--comment under the same Idempotency-Key with the first one's answer. Only the first bears the key; one that tries again
--comment what the first could not finish names it. The outcome never holds a client secret.
CREATE TABLE payment_requests (
    request_id       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    user_id          VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    kind             VARCHAR(32)  NOT NULL,
    idempotency_key  VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    first_request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    fingerprint      CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    order_id         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    payment_id       CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    intent_id        VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,
    outcome          JSON         NULL,
    requested_at     DATETIME(6)  NOT NULL,
    finished_at      DATETIME(6)  NULL,
    PRIMARY KEY (request_id),
    UNIQUE KEY payment_requests_idempotency_key (user_id, idempotency_key),
    KEY payment_requests_order_id (order_id, requested_at),
    KEY payment_requests_intent_id (intent_id, requested_at),
    KEY payment_requests_requested_at (requested_at)
) DEFAULT CHARACTER SET utf8mb4;

--changeset moxton:payment-requests-replied-at
--comment Since when nobody waits any more: read from the log again, such a request calls nobody.
ALTER TABLE payment_requests ADD COLUMN replied_at DATETIME(6) NULL;
