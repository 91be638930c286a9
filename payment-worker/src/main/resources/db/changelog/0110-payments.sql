--liquibase formatted sql

--changeset moxton:payments
--comment open_order_id is the order on the one open payment that stands for it, else NULL: so no order has two.
CREATE TABLE payments (
    id                      CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    order_id                VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    amount                  DECIMAL(19, 4) NOT NULL,
    currency                VARCHAR(3)     NOT NULL DEFAULT 'usd',
    status                  VARCHAR(32)    NOT NULL,
    stripe_intent_id        VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,
    amount_received         DECIMAL(19, 4) NOT NULL DEFAULT 0,
    metadata                JSON           NOT NULL,
    idempotency_key         VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_by_request      VARCHAR(255)   NULL,
    last_error_code         VARCHAR(64)    NULL,
    last_error_decline_code VARCHAR(64)    NULL,
    last_error_message      VARCHAR(1000)  NULL,
    last_observed_at        DATETIME(6)    NULL,
    last_observed_by        VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,
    last_observed_birth     BOOLEAN        NOT NULL DEFAULT FALSE,
    refresh_needed          BOOLEAN        NOT NULL DEFAULT FALSE,
    open_order_id           VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    version                 BIGINT         NOT NULL,
    created_at              DATETIME(6)    NOT NULL,
    updated_at              DATETIME(6)    NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY payments_one_open_an_order (open_order_id),
    UNIQUE KEY payments_stripe_intent_id (stripe_intent_id),
    UNIQUE KEY payments_idempotency_key (idempotency_key),
    KEY payments_order_id (order_id, id),
    KEY payments_status (status, last_observed_at)
) DEFAULT CHARACTER SET utf8mb4;

--changeset moxton:payment-history
--comment One row for each visible change. It holds enough to publish the change's update again, word for word.
CREATE TABLE payment_history (
    id                 BIGINT         NOT NULL AUTO_INCREMENT,
    payment_id         CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version            BIGINT         NOT NULL,
    order_id           VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    stripe_intent_id   VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,
    from_status        VARCHAR(32)    NULL,
    to_status          VARCHAR(32)    NOT NULL,
    order_status       VARCHAR(32)    NOT NULL,
    error_code         VARCHAR(64)    NULL,
    error_decline_code VARCHAR(64)    NULL,
    error_message      VARCHAR(1000)  NULL,
    amount             DECIMAL(19, 4) NOT NULL,
    currency           VARCHAR(3)     NOT NULL,
    cause              VARCHAR(255)   NOT NULL,
    cause_id           VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    observed_at        DATETIME(6)    NOT NULL,
    at                 DATETIME(6)    NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY payment_history_version (payment_id, version),
    KEY payment_history_cause (cause_id)
) DEFAULT CHARACTER SET utf8mb4;
