import { Problem } from "../contract/index.ts";
import type { Database } from "../db/database.ts";
import { codeOf } from "../db/failure.ts";
import type { components } from "../generated/contract.ts";

/**
 * Every statement about tasks. Each function takes the caller's id first, and each statement keeps to it
 * with `user_id = $1`: no other user's row can be read or changed from here.
 */
type Task = components["schemas"]["Task"];
type NewTask = { readonly title: string; readonly description: string | null };
type Changes = components["schemas"]["UpdateTask"];
type Page = {
	readonly status?: components["schemas"]["TaskStatus"];
	readonly sort: "created_at" | "updated_at" | "title";
	readonly order: "asc" | "desc";
	readonly limit: number;
	readonly offset: number;
};

/** A task as the contract has it. */
const columns = `
  id, user_id, title, description, completed,
  case when completed then 'Completed' else 'Pending' end as status,
  created_at, updated_at`;

/** A page of the user's tasks. */
export function listTasks(
	db: Database,
	userId: string,
	{ status, sort, order, limit, offset }: Page,
) {
	const filter = {
		Pending: "and not completed",
		Completed: "and completed",
		all: "",
	}[status ?? "all"];
	return db.query<Task>(
		`select ${columns}
    from tasks
    where user_id = $1 ${filter}
    order by ${sort} ${order}, id ${order}
    limit $2 offset $3`,
		[userId, limit, offset],
	);
}

/** The user's task with this id, if there is one. */
export async function getTask(db: Database, userId: string, id: number) {
	const [task] = await db.query<Task>(
		`select ${columns}
    from tasks
    where user_id = $1 and id = $2`,
		[userId, id],
	);
	return task;
}

/**
 * Adds a task. The first one of a user whom only their token knows adds the user, too. Throws UNKNOWN_USER
 * where Better Auth owns the users and does not have this one any more.
 */
export async function createTask(db: Database, userId: string, task: NewTask) {
	try {
		return await insertTask(db, userId, task);
	} catch (error) {
		if (codeOf(error) !== "23503") throw error; // foreign_key_violation
	}
	try {
		return await insertUserAndTask(db, userId, task);
	} catch (error) {
		// not_null_violation: Better Auth's users have a name and an e-mail, and are not ours to make up.
		throw codeOf(error) === "23502"
			? new Problem("UNKNOWN_USER", { cause: error })
			: error;
	}
}

async function insertTask(
	db: Database,
	userId: string,
	{ title, description }: NewTask,
) {
	const [task] = await db.query<Task>(
		`insert into tasks (user_id, title, description)
    values ($1, $2, $3)
    returning ${columns}`,
		[userId, title, description],
	);
	return task as Task;
}

async function insertUserAndTask(
	db: Database,
	userId: string,
	{ title, description }: NewTask,
) {
	const [task] = await db.query<Task>(
		`with added_user as (
      insert into users (id)
      values ($1)
      on conflict (id) do nothing
    )
    insert into tasks (user_id, title, description)
    values ($1, $2, $3)
    returning ${columns}`,
		[userId, title, description],
	);
	return task as Task;
}

/** Changes the properties that are given; the changed task, if the user has it. */
export async function updateTask(
	db: Database,
	userId: string,
	id: number,
	changes: Changes,
) {
	const { title = null, description, completed = null } = changes;
	const [task] = await db.query<Task>(
		`update tasks
    set title = coalesce($3, title),
        description = case when $4 then $5 else description end,
        completed = coalesce($6, completed),
        updated_at = now()
    where user_id = $1 and id = $2
    returning ${columns}`,
		[
			userId,
			id,
			title,
			description !== undefined,
			description ?? null,
			completed,
		],
	);
	return task;
}

/** Sets the completion, or flips it where none is given; the changed task, if the user has it. */
export async function toggleTask(
	db: Database,
	userId: string,
	id: number,
	completed: boolean | null,
) {
	const [task] = await db.query<Task>(
		`update tasks
    set completed = coalesce($3, not completed),
        updated_at = now()
    where user_id = $1 and id = $2
    returning ${columns}`,
		[userId, id, completed],
	);
	return task;
}

/** Deletes the task; the task as it last was, if the user had it. */
export async function deleteTask(db: Database, userId: string, id: number) {
	const [task] = await db.query<Task>(
		`delete from tasks
    where user_id = $1 and id = $2
    returning ${columns}`,
		[userId, id],
	);
	return task;
}

/**
 * Whether the user exists. Where Better Auth has not extended our one-column table, every user whom a token
 * names does: the row comes with their first task.
 */
export async function userExists(db: Database, userId: string) {
	const [row] = await db.query<{ known: boolean }>(
		`select exists (select from users where id = $1)
      or 1 = (
        select count(*)
        from pg_attribute
        where attrelid = 'users'::regclass and attnum > 0 and not attisdropped
      ) as known`,
		[userId],
	);
	return row?.known ?? false;
}
