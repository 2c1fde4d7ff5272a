import { join } from "node:path";
import { startPostgres } from "../../db/embedded.ts";
import { connector } from "../db/connector.ts";
import { devFolder } from "./secret.ts";

/** Who the users of a database of development are; each kind has one of its own, since only one can have `users`. */
export type DevUsers = "postgres" | "better_auth" | "demo";

export interface DevDatabase {
	readonly url: string;
	/** Stops the server, unless another process that is still alive started it. */
	stop(): Promise<void>;
}

/**
 * Starts development's own PostgreSQL, with its data in .dev. Its database for these users is made where it is
 * missing; a fresh one takes the place of the one that was there. Throws where that would take it from another process.
 */
export async function startDevDatabase(users: DevUsers, { fresh = false } = {}): Promise<DevDatabase> {
	// A server of its own for the demo: that of dev ends with dev, and both may run at the same time.
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

async function makeDatabase(server: string, name: string, fresh: boolean): Promise<void> {
	// Not in the database that may be dropped.
	const { connection } = await connector(at(server, "template1"), {
		limit: 10_000,
		prepare: false,
	})();
	try {
		if (fresh) await connection.run(`drop database if exists ${name} with (force)`, []);
		const found = await connection.run("select from pg_database where datname = $1", [name]);
		if (found.length === 0) await connection.run(`create database ${name}`, []);
	} finally {
		await connection.end();
	}
}

const at = (server: string, name: string): string => Object.assign(new URL(server), { pathname: `/${name}` }).href;
