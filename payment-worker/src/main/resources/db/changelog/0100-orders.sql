--liquibase formatted sql

--changeset moxton:orders
--comment The storefront owns this table and usually has made it already.
CREATE TABLE IF NOT EXISTS orders (
    id           VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    user_id      VARCHAR(255)   NOT NULL,
    total_amount DECIMAL(19, 4) NOT NULL,
    currency     VARCHAR(3)     NOT NULL DEFAULT 'usd',
    status       VARCHAR(32)    NOT NULL DEFAULT 'pending',
    paid_at      DATETIME(6)    NULL,
    version      BIGINT         NOT NULL DEFAULT 0,
    created_at   DATETIME(6)    NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    updated_at   DATETIME(6)    NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (id)
) DEFAULT CHARACTER SET utf8mb4;

--changeset moxton:orders-review-reason
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'orders' AND column_name = 'review_reason'
--comment Why an order in review needs a person: amount_differs, currency_differs, paid_twice.
ALTER TABLE orders ADD COLUMN review_reason VARCHAR(32) NULL;
