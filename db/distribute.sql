-- Spreads the tasks over the nodes of a Citus cluster, each user's by their id. README.md, beside this file, says when,
-- and what comes before. Once, on the coordinator, when all migrations have run:
--
--   psql "$DATABASE_URL" --set ON_ERROR_STOP=1 --file db/distribute.sql
--
-- It is done as a whole, or not at all.
begin;

-- A foreign key to a table that is whole on every node wants one connection per node for all of this.
set local citus.multi_shard_modify_mode = 'sequential';

-- Spread over nodes, an id is unique within its user's tasks alone. On one machine the wider key would be of no use and
-- only cost, which is why this is no migration.
alter table tasks drop constraint tasks_user_id_fkey;
alter table tasks drop constraint tasks_pkey;
alter table tasks add primary key (user_id, id);

-- Each node has ids of its own to give out, from group * 2^48 on: those of group 32 no longer fit into JSON's numbers.
alter table tasks add constraint tasks_id_fits_json check (id <= 9007199254740991);

-- Our own users, one column of ids (so that an empty row reads `()`), go where their tasks go.
select create_distributed_table('users', 'id')
where jsonb_populate_record(null::users, '{}')::text = '()';

-- Better Auth's are whole on every node: only so can their e-mail be unique among all.
select create_reference_table('users')
where jsonb_populate_record(null::users, '{}')::text <> '()';

select create_distributed_table('tasks', 'user_id');

alter table tasks
  add constraint tasks_user_id_fkey foreign key (user_id) references users (id) on delete cascade;

-- Whole on every node, too, so that the service can start on any.
select create_reference_table('schema_migrations');

commit;
