import type { Queryable } from "../../db/database.ts";
import { inTransaction } from "../../db/transaction.ts";
import { addUser } from "../users.ts";
import { ImportError, type ImportedTask } from "./file.ts";

/** Adds a file's tasks, all or none; how many were new. Throws an ImportError where there is no such user. */
export function importFile(
	databaseUrl: string,
	userId: string,
	tasks: readonly ImportedTask[],
	progress: (done: number) => void,
): Promise<number> {
	const size = 1000;
	return inTransaction(databaseUrl, async (db) => {
		if (!(await addUser(db, userId))) throw new ImportError(["There is no user with this id"]);
		let added = 0;
		for (let at = 0; at < tasks.length; at += size) {
			added += await importTasks(db, userId, tasks.slice(at, at + size));
			progress(Math.min(at + size, tasks.length));
		}
		return added;
	});
}

/** Adds the tasks that the user does not have yet, and counts them. */
export async function importTasks(db: Queryable, userId: string, tasks: readonly ImportedTask[]): Promise<number> {
	const added = await db.query(
		`-- importTasks
    insert into tasks
      (user_id, title, description, completed, created_at, updated_at, idempotency_key, request_digest)
    select $1, title, description, completed,
      coalesce(created_at, now()), coalesce(updated_at, created_at, now()), key, key
    from jsonb_to_recordset($2::text::jsonb) as imported (
      title text, description text, completed boolean, created_at timestamptz, updated_at timestamptz, key text
    )
    on conflict (user_id, idempotency_key) where idempotency_key is not null do nothing
    returning id`,
		[userId, JSON.stringify(tasks)],
	);
	return added.length;
}
