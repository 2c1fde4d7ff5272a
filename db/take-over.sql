-- Copies the tasks of another backend into this service's tables. See README.md, "Coming from another backend".
--
-- They are looked for in before.tasks, public.tasks and public.task, and left there as they are. Whether a task is done
-- is read from completed, is_completed, done or status; times without a zone are UTC. Everything is copied, or nothing.

begin;
set local timezone = 'UTC';

-- Rows as JSON, so that what follows can read whatever columns there are.
create temporary table old_rows (content jsonb) on commit drop;
do $$
declare
  source regclass;
begin
  select table_found into source
  from unnest(array['before.tasks', 'public.tasks', 'public.task']) with ordinality as places (place, turn)
    cross join lateral to_regclass(place) as table_found
  where table_found <> 'tasks'::regclass
    -- Another schema's may be this service's, too.
    and not exists (select from pg_attribute where attrelid = table_found and attname = 'idempotency_key')
  order by turn
  limit 1;
  if source is null then
    raise exception 'Nothing to take over: there is no before.tasks, public.tasks or public.task of another backend';
  end if;
  if exists (select from tasks) then
    raise exception 'There are tasks here already: the old ones are to be copied once, before the first new one';
  end if;
  -- With a star it is the row, also where that has a column of the alias's name.
  execute format('insert into old_rows select to_jsonb(old.*) from %s old', source);
  if not exists (select from old_rows) then
    raise exception 'Nothing to take over: % is empty', source;
  end if;
end
$$;

create temporary table old_tasks on commit drop as
select
  content ->> 'id' as id,
  coalesce(content ->> 'user_id', content ->> 'userId', content ->> 'owner_id') as user_id,
  content ->> 'title' as title,
  content ->> 'description' as description,
  coalesce(content ->> 'completed', content ->> 'is_completed', content ->> 'done')::boolean as flag,
  case
    when lower(content ->> 'status') in ('completed', 'complete', 'done') then true
    when lower(content ->> 'status') in ('pending', 'todo', 'in_progress', 'open', 'active') then false
  end as status,
  coalesce(content ->> 'created_at', content ->> 'createdAt')::timestamptz as created_at,
  coalesce(content ->> 'updated_at', content ->> 'updatedAt')::timestamptz as updated_at
from old_rows;

do $$
declare
  problems text;
begin
  select string_agg(format('%s: %s', id, problem), E'\n') into problems
  from (
    select id, problem
    from old_tasks
      cross join lateral (values
        (user_id is null, 'it belongs to nobody'),
        (user_id in ('', '.', '..') or char_length(user_id) > 255, 'no token can have the id of its user'),
        (title is null or title !~ '\S', 'it has no title'),
        (char_length(title) > 200, 'its title has more than 200 characters'),
        (char_length(description) > 1000, 'its description has more than 1000 characters'),
        (coalesce(flag, status) is null, 'nothing says whether it is done'),
        (flag <> status, 'its status contradicts what else says whether it is done'),
        (not isfinite(created_at) or extract(year from created_at) not between 1 and 9999
          or not isfinite(updated_at) or extract(year from updated_at) not between 1 and 9999,
          'its times are not in the years 1 to 9999')
      ) as checks (fails, problem)
    where fails
    limit 20
  ) as found;
  if problems is not null then
    raise exception E'These tasks have no place here as they are:\n%', problems;
  end if;
end
$$;

-- Where `users` is Better Auth's, they are there; where it is this service's own, they come along.
do $$
begin
  insert into users (id)
  select distinct old.user_id
  from old_tasks old
  where not exists (select from users where users.id = old.user_id);
exception
  when not_null_violation then
    raise exception 'Some tasks belong to users who are not in "users", and cannot be added there';
end
$$;

-- Integer ids stay as they are; others are replaced by numbers, in the order of creation.
insert into tasks (id, user_id, title, description, completed, created_at, updated_at)
overriding system value
select
  case
    when every(id ~ '^[1-9]\d{0,14}$') over () then id::bigint
    else row_number() over (order by created_at, id)
  end,
  user_id, title, description, coalesce(flag, status),
  coalesce(created_at, now()), coalesce(updated_at, created_at, now())
from old_tasks;
select setval(pg_get_serial_sequence('tasks', 'id'), max(id)) from tasks having count(*) > 0;

commit;
