-- migrate:up

-- Better Auth owns this table and extends it. Where it has not run yet, this one column is all that the
-- API needs, and all that Better Auth can build on.
create table if not exists users (
  id text primary key
);

create table tasks (
  id bigint generated always as identity primary key,
  user_id text not null references users (id) on delete cascade,
  title text not null check (char_length(title) between 1 and 200),
  description text check (char_length(description) <= 1000),
  completed boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- One per sort order of the list; each also finds a user's tasks for the foreign key.
create index tasks_by_created_at on tasks (user_id, created_at, id);
create index tasks_by_updated_at on tasks (user_id, updated_at, id);
create index tasks_by_title on tasks (user_id, title, id);

-- migrate:down

-- The users stay: they are Better Auth's.
drop table tasks;
