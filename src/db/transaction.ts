import type { Queryable } from "./connection/connection.ts";
import { commandPatience, withConnection } from "./connection/connector.ts";
import { timed } from "./connection/timed.ts";

/** How long a statement may take, in milliseconds: an import has a thousand tasks in one. */
const patience = 60_000;

/**
 * Runs several statements, all or none, for commands; requests never need this. The limit is each statement's, in
 * milliseconds. Throws what the work throws.
 */
export const inTransaction = <Result>(
	url: string,
	work: (db: Queryable) => Promise<Result>,
	limit: number = patience,
): Promise<Result> =>
	withConnection(url, commandPatience, async (connection) => {
		const db = timed(connection, limit);
		await db.query("begin", []);
		// Where it throws, the transaction ends with its session.
		const result = await work(db);
		await db.query("commit", []);
		return result;
	});
