-- What the running services may do, table by table. Run it after each migration: a grant wants its table to be there, and a
-- new table has no grant yet. LeastRightsIT runs the worker with these very grants, and fails when one is missing or
-- one is too many.
--
--   envsubst < grants.sql | mysql --host … --user root --password

-- The order belongs to the storefront: the worker moves its status, and can change neither the amount nor the customer nor the
-- Stripe account that the money goes to.
GRANT SELECT, UPDATE (status, paid_at, review_reason, version, updated_at) ON ${PAYMENTS_SCHEMA}.orders TO 'payments_worker'@'%';

-- Written once, and never changed by anybody: what happened to a payment, and who did what.
GRANT SELECT, INSERT ON ${PAYMENTS_SCHEMA}.payment_history TO 'payments_worker'@'%';
GRANT SELECT, INSERT ON ${PAYMENTS_SCHEMA}.ops_audit TO 'payments_worker'@'%';

-- Never deleted.
GRANT SELECT, INSERT, UPDATE ON ${PAYMENTS_SCHEMA}.payments TO 'payments_worker'@'%';
GRANT SELECT, INSERT, UPDATE ON ${PAYMENTS_SCHEMA}.payment_requests TO 'payments_worker'@'%';
GRANT SELECT, INSERT, UPDATE ON ${PAYMENTS_SCHEMA}.dead_letters TO 'payments_worker'@'%';
GRANT SELECT, INSERT, UPDATE ON ${PAYMENTS_SCHEMA}.replay_jobs TO 'payments_worker'@'%';
GRANT SELECT, INSERT, UPDATE ON ${PAYMENTS_SCHEMA}.replay_cursors TO 'payments_worker'@'%';
GRANT SELECT, INSERT, UPDATE ON ${PAYMENTS_SCHEMA}.replayed_events TO 'payments_worker'@'%';
GRANT SELECT, INSERT, UPDATE ON ${PAYMENTS_SCHEMA}.backfill_cursor TO 'payments_worker'@'%';
GRANT SELECT, INSERT, UPDATE ON ${PAYMENTS_SCHEMA}.shedlock TO 'payments_worker'@'%';

-- Forgotten after a while.
GRANT SELECT, INSERT, UPDATE, DELETE ON ${PAYMENTS_SCHEMA}.processed_events TO 'payments_worker'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON ${PAYMENTS_SCHEMA}.parked_events TO 'payments_worker'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON ${PAYMENTS_SCHEMA}.payment_refreshes TO 'payments_worker'@'%';
GRANT SELECT, INSERT, UPDATE, DELETE ON ${PAYMENTS_SCHEMA}.rescued_events TO 'payments_worker'@'%';
GRANT SELECT, INSERT, DELETE ON ${PAYMENTS_SCHEMA}.replay_diffs TO 'payments_worker'@'%';
GRANT SELECT, INSERT, DELETE ON ${PAYMENTS_SCHEMA}.stripe_calls TO 'payments_worker'@'%';

-- The storefront writes orders down, with the Stripe account of each, and reads how they stand. That one is paid, only the worker can say.
GRANT SELECT, INSERT (id, user_id, total_amount, currency, status, stripe_account, created_at, updated_at) ON ${PAYMENTS_SCHEMA}.orders TO 'payments_storefront'@'%';
