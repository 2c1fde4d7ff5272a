-- migrate:up

-- Counts a task's changes: its entity tag.
alter table tasks add column version bigint not null default 1;

-- The client's name for the request that created the task, and a digest of what that request asked for, by
-- which a repetition is told from another request under the same name.
alter table tasks add column idempotency_key text;
alter table tasks add column request_digest text;
create unique index tasks_by_idempotency_key on tasks (user_id, idempotency_key) where idempotency_key is not null;

-- migrate:down

drop index tasks_by_idempotency_key;
alter table tasks drop column request_digest;
alter table tasks drop column idempotency_key;
alter table tasks drop column version;
