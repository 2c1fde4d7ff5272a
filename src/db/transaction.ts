import type { Queryable } from "./connection/connection.ts";
import { commandPatience, withConnection } from "./connection/connector.ts";

/** Runs several statements, all or none, for commands; requests never need this. Throws what the work throws. */
export const inTransaction = <Result>(url: string, work: (db: Queryable) => Promise<Result>): Promise<Result> =>
	withConnection(url, commandPatience, async (connection) => {
		await connection.query("begin", []);
		// Where it throws, the transaction ends with its session.
		const result = await work(connection);
		await connection.query("commit", []);
		return result;
	});
