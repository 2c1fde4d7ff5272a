import { pause } from "./backoff.ts";
import type { Queryable } from "./connection/connection.ts";
import { commandPatience, withConnection } from "./connection/connector.ts";
import { timed, within } from "./connection/timed.ts";
import { dbmate, migrationsFolder, migrationsIn } from "./dbmate.ts";
import { errorWithCode, isPassing } from "./failure.ts";
import { obstacle } from "./foreign-tables.ts";

/** The migration that needs the tables' names to be free. */
const firstMigration = "_create_tasks.sql";

/** The advisory lock that makes concurrent starts take turns; dbmate has none. Any number will do. */
const lock = 7_261_984;

/** How long a connection and each statement may take where it is tried again anyway, in milliseconds. */
const shortPatience = 5_000;

/**
 * Applies the missing migrations, once for all processes, each in a transaction. Gives back their names. The limit is
 * each statement's, in milliseconds; migrations take what they need.
 */
export function migrate(
	url: string,
	folder: string = migrationsFolder,
	limit: number = commandPatience,
): Promise<string[]> {
	return withConnection(url, limit, async (connection) => {
		const db = timed(connection, limit);
		// Nearly every start finds nothing to do, and needs no lock to see it.
		if ((await pending(db, folder)).length === 0) return [];
		if (connection.isReadOnly) throw errorWithCode("25006", "the database takes no writes");
		// The lock of a transaction, not of a session: behind a pooler, a session is not ours to keep.
		await db.query("begin", []);
		// Asked for again and again: one statement that waits could not be told from one that the network swallowed.
		while (!(await takeLock(db))) await Bun.sleep(pause(2));
		const names = await pending(db, folder);
		const inTheWay = names.some((name) => name.endsWith(firstMigration)) && (await obstacle(db));
		if (inTheWay) throw new Error(inTheWay);
		if (names.length > 0) await watched(db, limit, (end) => dbmate(url, "up", folder, connection.host, end));
		await db.query("commit", []);
		return names;
	});
}

/** Lets dbmate take as long as it needs, but not on a network that went silent, on which it would hang. */
async function watched(db: Queryable, limit: number, work: (end: AbortSignal) => Promise<void>): Promise<void> {
	const end = new AbortController();
	const working = work(end.signal);
	try {
		while (!(await within(limit, working))) await db.query("select 1", []);
	} catch (error) {
		end.abort();
		await working.catch(() => {});
		// Where the database is gone, this tells so: a migration that fails for that may work next time.
		await db.query("select 1", []);
		throw error;
	}
}

/** Migrates as soon as the database is there. `onChange`: see DatabaseOptions. Throws what waiting cannot mend. */
export async function migrateWhenThere(
	url: string,
	onChange: (failure: unknown) => void,
	limit: number = shortPatience,
): Promise<string[]> {
	for (let failures = 0; ; failures++) {
		try {
			const names = await migrate(url, migrationsFolder, limit);
			if (failures > 0) onChange(undefined);
			return names;
		} catch (error) {
			if (!isPassing(error)) throw error;
			if (failures === 0) onChange(error);
		}
		await Bun.sleep(pause(failures));
	}
}

async function takeLock(db: Queryable): Promise<boolean> {
	const [row] = await db.query<{ taken: boolean }>("select pg_try_advisory_xact_lock($1::bigint) as taken", [lock]);
	return row?.taken === true;
}

async function pending(db: Queryable, folder: string): Promise<string[]> {
	const names = await migrationsIn(folder);
	const [table] = await db.query<{ exists: boolean }>(
		// Looking into pg_class makes PostgreSQL notice what others have done since this transaction began.
		"select exists (select from pg_class where oid = to_regclass('schema_migrations')) as exists",
		[],
	);
	if (!table?.exists) return names;
	const applied = await db.query<{ version: string }>("select version from schema_migrations", []);
	const versions = new Set(applied.map(({ version }) => version));
	return names.filter((name) => !versions.has(name.split("_")[0] ?? ""));
}
