-- The users, once, by an administrator. Who may do what is in grants.sql, for tables that are there already.
--
--   export PAYMENTS_SCHEMA=payments MIGRATION_PASSWORD=… WORKER_PASSWORD=… STOREFRONT_PASSWORD=…
--   envsubst < users.sql | mysql --host … --user root --password
--
-- Everybody has to come over TLS. '%' is any host: name the network instead where it is known, 'payments_worker'@'10.0.3.%'.

CREATE DATABASE IF NOT EXISTS ${PAYMENTS_SCHEMA} CHARACTER SET utf8mb4;

CREATE USER IF NOT EXISTS 'payments_migration'@'%' IDENTIFIED BY '${MIGRATION_PASSWORD}' REQUIRE SSL;
CREATE USER IF NOT EXISTS 'payments_worker'@'%' IDENTIFIED BY '${WORKER_PASSWORD}' REQUIRE SSL;
CREATE USER IF NOT EXISTS 'payments_storefront'@'%' IDENTIFIED BY '${STOREFRONT_PASSWORD}' REQUIRE SSL;

-- Makes and changes tables, when a new release is rolled out ("java -jar payment-worker.jar migrate"), and has no other
-- work. It drops no table: no change of ours does.
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, REFERENCES ON ${PAYMENTS_SCHEMA}.* TO 'payments_migration'@'%';
