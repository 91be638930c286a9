--liquibase formatted sql

--changeset moxton:enquiry-payments
--comment The newest first: all of them, and those in one state.
CREATE INDEX payments_created_at ON payments (created_at, id);
CREATE INDEX payments_status_created_at ON payments (status, created_at, id);

--changeset moxton:enquiry-events
--comment The newest first: all of them, of one outcome, of one type. The primary key is part of each. By outcome they are
--comment counted too.
CREATE INDEX processed_events_processed_at ON processed_events (processed_at);
CREATE INDEX processed_events_received_at ON processed_events (received_at);
CREATE INDEX processed_events_outcome ON processed_events (outcome, processed_at);
CREATE INDEX processed_events_type ON processed_events (type, processed_at);

--changeset moxton:enquiry-replayed-events
--comment What became of one event in all replays.
CREATE INDEX replayed_events_event_id ON replayed_events (event_id);

--changeset moxton:enquiry-requests
--comment The requests of one payment.
CREATE INDEX payment_requests_payment_id ON payment_requests (payment_id, requested_at);

--changeset moxton:enquiry-orders-user
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'orders' AND index_name = 'orders_user_id'
--comment The table is the storefront's, which may have this one.
CREATE INDEX orders_user_id ON orders (user_id);

--changeset moxton:enquiry-orders-status
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 'orders' AND index_name = 'orders_status'
--comment Those in review, the newest first.
CREATE INDEX orders_status ON orders (status, updated_at, id);
