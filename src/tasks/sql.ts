/**
 * Each statement about tasks keeps to the caller with `user_id = $1`: no other user's row can be read or changed from
 * here. It begins with its function's name, by which the logs know it.
 */

import type { Database } from "../db/database.ts";
import { codeOf } from "../db/failure.ts";
import type { components } from "../generated/contract.ts";
import { columnsOf } from "./columns.ts";
import type { ListQuery, Position } from "./page.ts";
import { addingUser, isNotOurs, userExists } from "./users.ts";

type Task = components["schemas"]["Task"];
/** A task, and what of it goes into headers. */
export type VersionedTask = Task & { readonly version: number };
type Changes = components["schemas"]["UpdateTask"];

/** What each property of a task is in SQL. */
const expressions = {
	id: "id",
	user_id: "user_id",
	title: "title",
	description: "description",
	completed: "completed",
	status: "case when completed then 'Completed' else 'Pending' end",
	created_at: "created_at",
	updated_at: "updated_at",
} satisfies Record<keyof Task, string>;
const taskColumns = columnsOf<Task>(expressions);
const versionedColumns = columnsOf<VersionedTask>({ ...expressions, version: "version" });

const filters = { all: "", Pending: "and not completed", Completed: "and completed" };
const types = { created_at: "timestamptz", updated_at: "timestamptz", title: "text" };

/** The tasks from a position in the list on, or from the offset; in reverse for the page before. */
export function listTasks(
	db: Database,
	userId: string,
	{ status, sort, order, offset }: ListQuery,
	limit: number,
	position: Position | undefined,
) {
	const forward = position?.direction !== "prev";
	const ascending = (order === "asc") === forward;
	const direction = ascending ? "asc" : "desc";
	const sorted = `order by ${sort} ${direction}, id ${direction}`;
	const filter = filters[status ?? "all"];
	if (position)
		return db.query<Task>(
			`-- listTasks
    select ${taskColumns}
    from tasks
    where user_id = $1 ${filter} and (${sort}, id) ${ascending ? ">" : "<"} ($3::${types[sort]}, $4::bigint)
    ${sorted}
    limit $2`,
			[userId, limit, position.value, position.id],
		);
	if (offset === 0)
		return db.query<Task>(
			`-- listTasks
    select ${taskColumns}
    from tasks
    where user_id = $1 ${filter}
    ${sorted}
    limit $2`,
			[userId, limit],
		);
	// The page's ids come from the index alone: that skips at a fifth of the cost of skipping whole rows.
	return db.query<Task>(
		`-- listTasks
    select ${taskColumns}
    from tasks
    where user_id = $1 and id in (
      select id
      from tasks
      where user_id = $1 ${filter}
      ${sorted}
      limit $2 offset $3
    )
    ${sorted}`,
		[userId, limit, offset],
	);
}

export async function countTasks(db: Database, userId: string, { status }: ListQuery) {
	const [row] = await db.query<{ total: number }>(
		`-- countTasks
    select count(*) as total
    from tasks
    where user_id = $1 ${filters[status ?? "all"]}`,
		[userId],
	);
	return row?.total ?? 0;
}

export async function getTask(db: Database, userId: string, id: number) {
	const [task] = await db.query<VersionedTask>(
		`-- getTask
    select ${versionedColumns}
    from tasks
    where user_id = $1 and id = $2`,
		[userId, id],
	);
	return task;
}

export interface NewTask {
	readonly title: string;
	readonly description: string | null;
	/** The client's idempotency key, if any, and with it a digest of the request's content. */
	readonly key: string | null;
	readonly digest: string | null;
}

/** The task that this request created, or an earlier one under the same key. */
type CreatedTask = VersionedTask & {
	/** Whether the request that created it had the same content. */
	readonly same: boolean;
};
const createdColumns = columnsOf<CreatedTask>({
	...expressions,
	version: "version",
	same: "request_digest is not distinct from $5",
});

/**
 * Adds a task, unless there is one with its key; a new user's first task adds the user, too. Undefined where Better
 * Auth owns the users and has none with this id.
 */
export async function createTask(db: Database, userId: string, task: NewTask): Promise<CreatedTask | undefined> {
	try {
		return await insertTask(db, userId, task, "");
	} catch (error) {
		if (codeOf(error) !== "23503") throw error; // foreign_key_violation
	}
	try {
		return await insertTask(db, userId, task, addingUser);
	} catch (error) {
		if (isNotOurs(error)) return undefined;
		throw error;
	}
}

async function insertTask(db: Database, userId: string, { title, description, key, digest }: NewTask, before: string) {
	// The update changes nothing, but only an update waits for a concurrent request with the same key, and returns its
	// task.
	const [task] = await db.query<CreatedTask>(
		`-- createTask
    ${before}
    insert into tasks (user_id, title, description, idempotency_key, request_digest)
    values ($1, $2, $3, $4, $5)
    on conflict (user_id, idempotency_key) where idempotency_key is not null
    do update set idempotency_key = excluded.idempotency_key
    returning ${createdColumns}`,
		[userId, title, description, key, digest],
	);
	return task;
}

/** A task is changed only in one of these versions; null is any. */
type Versions = readonly number[] | null;
const inVersion = "($3::bigint[] is null or version = any($3))";
const arrayOf = (versions: Versions) => versions && `{${versions.join(",")}}`;

/** The changed task, if the user has it in one of the versions. */
export async function updateTask(
	db: Database,
	userId: string,
	id: number,
	versions: Versions,
	{ title, description, completed }: Changes,
) {
	const [task] = await db.query<VersionedTask>(
		`-- updateTask
    update tasks
    set title = coalesce($4, title),
        description = case when $5 then $6 else description end,
        completed = coalesce($7, completed),
        updated_at = now(),
        version = version + 1
    where user_id = $1 and id = $2 and ${inVersion}
    returning ${versionedColumns}`,
		[userId, id, arrayOf(versions), title ?? null, description !== undefined, description ?? null, completed ?? null],
	);
	return task;
}

/** Sets the completion, or flips it where none is given. */
export async function toggleTask(
	db: Database,
	userId: string,
	id: number,
	versions: Versions,
	completed: boolean | null,
) {
	const [task] = await db.query<VersionedTask>(
		`-- toggleTask
    update tasks
    set completed = coalesce($4, not completed),
        updated_at = now(),
        version = version + 1
    where user_id = $1 and id = $2 and ${inVersion}
    returning ${versionedColumns}`,
		[userId, id, arrayOf(versions), completed],
	);
	return task;
}

/** The task as it last was, if the user had it in one of the versions. */
export async function deleteTask(db: Database, userId: string, id: number, versions: Versions) {
	const [task] = await db.query<VersionedTask>(
		`-- deleteTask
    delete from tasks
    where user_id = $1 and id = $2 and ${inVersion}
    returning ${versionedColumns}`,
		[userId, id, arrayOf(versions)],
	);
	return task;
}

/** Whether the user has this task, in any version, and whether there is such a user. */
export async function lookUp(db: Database, userId: string, id: number | null) {
	const [row] = await db.query<{ task_exists: boolean; user_exists: boolean }>(
		`-- lookUp
    select
      exists (select 1 from tasks where user_id = $1 and id = $2) as task_exists,
      ${userExists} as user_exists`,
		[userId, id],
	);
	return row ?? { task_exists: false, user_exists: false };
}
