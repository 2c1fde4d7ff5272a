import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dbmateUrl, type Host, readAddress } from "./address.ts";
import { pause } from "./backoff.ts";
import { connector } from "./connector.ts";
import { failure } from "./dial.ts";
import { isPassing } from "./failure.ts";
import { obstacle } from "./found.ts";
import { type Runner, timed } from "./timed.ts";

/** Where the migrations are. */
export const directory = join(import.meta.dir, "../../db/migrations");
/** The name under which `bun run build` packs dbmate into the one binary, beside the migrations. */
export const packedDbmate = "dbmate.bin";
const packed = new Map(
	(Bun.embeddedFiles as readonly File[])
		.filter(({ name }) => name.endsWith(".sql") || name === packedDbmate)
		.map((file) => [file.name, file]),
);
const isPacked = packed.size > 0;

/** The one that needs the tables' names to be free. */
const firstMigration = "_create_tasks.sql";

/** The advisory lock that makes concurrent starts take turns; dbmate has none. Any constant will do. */
const lock = 7_261_984;

/** How long a connection, and then each statement may take, in milliseconds. Migrations themselves take what they need. */
const patience = 10_000;
/** The same where it is tried again anyway. */
const shortPatience = 5_000;

/**
 * Brings the database's schema up to date with db/migrations, once, however many processes start at the
 * same time. Gives back the names of the migrations that it applied. Throws what stopped it; dbmate runs
 * each migration in a transaction, so that one that fails leaves nothing behind.
 */
export async function migrate(url: string, folder: string = directory, limit: number = patience): Promise<string[]> {
	const { connection, host, isReadOnly } = await connector(url, { limit, prepare: false })();
	const db = timed(connection, limit);
	try {
		// Nearly every start finds nothing to do, and needs neither the lock nor dbmate to see it.
		if ((await pending(db, folder)).length === 0) return [];
		if (isReadOnly) throw failure("25006", "the database takes no writes");
		// The lock of a transaction, not of a session: behind a pooler, a session is not ours to keep.
		await db.run("begin", []);
		// Asked for again and again: one statement that waits could not be told from one that the network swallowed.
		while (!(await takeLock(db))) await Bun.sleep(pause(2));
		const names = await pending(db, folder);
		const inTheWay = names.some((name) => name.endsWith(firstMigration)) && (await obstacle(db));
		if (inTheWay) throw new Error(inTheWay);
		if (names.length > 0)
			await dbmate(url, "up", folder, host).catch(async (error) => {
				// Where the database is gone, this tells so: a migration that fails for that may work next time.
				await db.run("select 1", []);
				throw error;
			});
		await db.run("commit", []);
		return names;
	} finally {
		await connection.end();
	}
}

/**
 * Migrates as soon as the database is there; what waiting can mend is waited for. `onChange` is told when the database
 * is away, and why, and with undefined when it is there.
 */
export async function migrateWhenThere(
	url: string,
	onChange: (failure: unknown) => void,
	limit: number = shortPatience,
): Promise<string[]> {
	for (let failures = 0; ; failures++) {
		try {
			const names = await migrate(url, directory, limit);
			if (failures > 0) onChange(undefined);
			return names;
		} catch (error) {
			if (!isPassing(error)) throw error;
			if (failures === 0) onChange(error);
		}
		await Bun.sleep(pause(failures));
	}
}

async function takeLock(db: Runner): Promise<boolean> {
	const [row] = await db.run<{ taken: boolean }>("select pg_try_advisory_xact_lock($1::bigint) as taken", [lock]);
	return row?.taken === true;
}

async function pending(db: Runner, folder: string): Promise<string[]> {
	const all = isPacked ? [...packed.keys()] : await readdir(folder);
	const names = all.filter((name) => name.endsWith(".sql")).sort();
	const [table] = await db.run<{ exists: boolean }>(
		// Looking into pg_class makes PostgreSQL notice what others have done since this transaction began.
		"select exists (select from pg_class where oid = to_regclass('schema_migrations')) as exists",
		[],
	);
	if (!table?.exists) return names;
	const applied = await db.run<{ version: string }>("select version from schema_migrations", []);
	const versions = new Set(applied.map(({ version }) => version));
	return names.filter((name) => !versions.has(name.split("_")[0] ?? ""));
}

/** Runs dbmate on the migrations. The address goes through the environment, where `ps` does not show it. */
export async function dbmate(
	url: string,
	command: "up" | "down",
	folder: string = directory,
	host: Host = readAddress(url).hosts[0],
): Promise<void> {
	const address = dbmateUrl(url, host);
	if (isPacked) return unpacked((place) => execute(join(place, packedDbmate), address, command, place));
	const { resolveBinary } = await import("dbmate");
	return execute(resolveBinary(), address, command, folder);
}

async function execute(binary: string, url: string, command: string, folder: string): Promise<void> {
	const child = Bun.spawn([binary, "--migrations-dir", folder, "--no-dump-schema", command], {
		env: { ...process.env, DATABASE_URL: url },
		stdout: "pipe",
		stderr: "pipe",
	});
	const [code, output, errors] = await Promise.all([
		child.exited,
		new Response(child.stdout).text(),
		new Response(child.stderr).text(),
	]);
	if (code !== 0) throw new Error((errors || output).trim());
}

/** Lets the work have the binary's own files in a folder, and removes it again. */
async function unpacked(work: (folder: string) => Promise<void>): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), "tasks-api-"));
	try {
		for (const [name, file] of packed) await Bun.write(join(folder, name), file);
		await chmod(join(folder, packedDbmate), 0o700);
		await work(folder);
	} finally {
		await rm(folder, { recursive: true });
	}
}
