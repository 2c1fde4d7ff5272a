-- migrate:up

-- The sort orders' indexes tell the status, too: a list of one status reads no task of the other, and a count none
-- at all. As their last column it costs no further index and no order of its own.
--
-- On a table of many millions this stops writes for a while (about 5 s per million tasks). To spare them, build the
-- three with `create index concurrently` beforehand: those that are there are kept.
create index if not exists tasks_by_created_at_and_status on tasks (user_id, created_at, id, completed);
create index if not exists tasks_by_updated_at_and_status on tasks (user_id, updated_at, id, completed);
create index if not exists tasks_by_title_and_status on tasks (user_id, title, id, completed);
drop index tasks_by_created_at, tasks_by_updated_at, tasks_by_title;

-- migrate:down

create index tasks_by_created_at on tasks (user_id, created_at, id);
create index tasks_by_updated_at on tasks (user_id, updated_at, id);
create index tasks_by_title on tasks (user_id, title, id);
drop index tasks_by_created_at_and_status, tasks_by_updated_at_and_status, tasks_by_title_and_status;
