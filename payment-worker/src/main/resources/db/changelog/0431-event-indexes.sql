--liquibase formatted sql

--changeset moxton:processed-events-without-batch-index
--comment What a batch has claimed is asked for by the ids of its events; nothing looks a batch up.
--comment The index cost about a tenth of what it takes to write a row.
DROP INDEX processed_events_batch_id ON processed_events;
