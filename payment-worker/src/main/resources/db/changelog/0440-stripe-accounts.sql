--liquibase formatted sql

--changeset moxton:orders-stripe-account
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'orders' AND column_name = 'stripe_account'
--comment Where the order's money is to go, acct_…; NULL is the account of STRIPE_SECRET_KEY. The storefront's own systems write it.
ALTER TABLE orders ADD COLUMN stripe_account VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL;

--changeset moxton:payments-stripe-account
--comment The account whose intent it is. It never changes.
ALTER TABLE payments ADD COLUMN stripe_account VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL;

--changeset moxton:backfill-cursor-of-an-account
--comment A cursor's name holds the account: stripe.events:acct_…
ALTER TABLE backfill_cursor MODIFY COLUMN name VARCHAR(280) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
