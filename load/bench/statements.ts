import type { Database } from "../../src/db/database.ts";
import * as sql from "../../src/tasks/sql.ts";

/** The service's own statements, as it gives them to PostgreSQL. */
export const statements = {
	getTask: recorded((db) => sql.getTask(db, "", 1)),
	listTasks: recorded((db) =>
		sql.listTasks(db, "", { sort: "created_at", order: "desc", limit: 50, offset: 0 }, 51, undefined),
	),
	createTask: recorded((db) => sql.createTask(db, "", { title: "", description: null, key: null, digest: null })),
	toggleTask: recorded((db) => sql.toggleTask(db, "", 1, null, null)),
};

/** The statement that a function sends. */
function recorded(send: (db: Database) => Promise<unknown>): string {
	let text = "";
	void send({
		query: async (statement) => {
			text = statement;
			return [];
		},
		ready: async () => {},
		close: async () => {},
	});
	return text;
}
