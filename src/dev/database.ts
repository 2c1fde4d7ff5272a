import { join } from "node:path";
import { startPostgres } from "../../db/embedded.ts";
import { commandPatience, withConnection } from "../db/connection/connector.ts";
import { devFolder } from "./secret.ts";

/** Whose `users` a development database has; each kind needs a database of its own. */
type DevUsers = "postgres" | "better_auth" | "demo";

interface DevDatabase {
	readonly url: string;
	/** Stops the server, unless another process that is still alive started it. */
	stop(): Promise<void>;
}

/**
 * Starts development's own PostgreSQL, with its data in .dev, and makes the database for these users where it is
 * missing, or anew where it is to be fresh. Throws where that would take it from another process.
 */
export async function startDevDatabase(users: DevUsers, { fresh = false } = {}): Promise<DevDatabase> {
	// The demo has a server of its own: dev's ends with dev, and both may run at the same time.
	const { url, stop, isShared } = await startPostgres(join(devFolder, users === "demo" ? "demo" : "postgres"));
	if (fresh && isShared) throw new Error("--fresh empties the database that another process works with: stop it first");
	try {
		await makeDatabase(url, users, fresh);
	} catch (error) {
		await stop();
		throw error;
	}
	return { url: at(url, users), stop };
}

const makeDatabase = (server: string, name: string, fresh: boolean): Promise<void> =>
	// Not in the database that may be dropped.
	withConnection(at(server, "template1"), commandPatience, async (connection) => {
		if (fresh) await connection.query(`drop database if exists ${name} with (force)`, []);
		const found = await connection.query("select from pg_database where datname = $1", [name]);
		if (found.length === 0) await connection.query(`create database ${name}`, []);
	});

const at = (server: string, name: string): string => Object.assign(new URL(server), { pathname: `/${name}` }).href;
