import type { Database, Parameter } from "../../src/db/database.ts";
import * as sql from "../../src/tasks/sql.ts";

/** The service's own statements, as it gives them to PostgreSQL. */
export const statements = {
	getTask: await textOf((db) => sql.getTask(db, "", 1)),
	listTasks: await textOf((db) =>
		sql.listTasks(db, "", { sort: "created_at", order: "desc", limit: 50, offset: 0 }, 51, undefined),
	),
	createTask: await textOf((db) => sql.createTask(db, "", { title: "", description: null, key: null, digest: null })),
	toggleTask: await textOf((db) => sql.toggleTask(db, "", 1, null, null)),
};

async function textOf(work: (db: Database) => Promise<unknown>): Promise<string> {
	const [sent] = await sentBy(work);
	return sent?.statement ?? "";
}

/** What some work sends to the database, which has no rows for it. */
export async function sentBy(work: (db: Database) => Promise<unknown>) {
	const sent: { statement: string; parameters: readonly Parameter[] }[] = [];
	await work({
		query: async (statement, parameters) => {
			sent.push({ statement, parameters });
			return [];
		},
		ready: async () => {},
		close: async () => {},
	});
	return sent;
}
