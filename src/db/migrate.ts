import { rmSync } from "node:fs";
import { chmod, mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dbmateUrl, type Host, readAddress } from "./address.ts";
import { pause } from "./backoff.ts";
import { within } from "./cancel.ts";
import { commandPatience, withSession } from "./connector.ts";
import { failure } from "./dial.ts";
import { isPassing } from "./failure.ts";
import { obstacle } from "./found.ts";
import { type Runner, timed } from "./timed.ts";

export const directory = join(import.meta.dir, "../../db/migrations");
/** dbmate's name within the one binary, where it stands beside the migrations. */
export const packedDbmate = "dbmate.bin";
const packed = new Map(
	(Bun.embeddedFiles as readonly File[])
		.filter(({ name }) => name.endsWith(".sql") || name === packedDbmate)
		.map((file) => [file.name, file]),
);
const isPacked = packed.size > 0;

/** It needs the tables' names to be free. */
const firstMigration = "_create_tasks.sql";

/** The advisory lock that makes concurrent starts take turns; dbmate has none. Any number will do. */
const lock = 7_261_984;

/** How long a connection and each statement may take where it is tried again anyway, in milliseconds. */
const shortPatience = 5_000;

/**
 * Applies the missing migrations, once for all processes, each in a transaction. Gives back their names. The limit is
 * each statement's, in milliseconds; migrations take what they need.
 */
export function migrate(url: string, folder: string = directory, limit: number = commandPatience): Promise<string[]> {
	return withSession(url, limit, async ({ connection, host, isReadOnly }) => {
		const db = timed(connection, limit);
		// Nearly every start finds nothing to do, and needs no lock to see it.
		if ((await pending(db, folder)).length === 0) return [];
		if (isReadOnly) throw failure("25006", "the database takes no writes");
		// The lock of a transaction, not of a session: behind a pooler, a session is not ours to keep.
		await db.run("begin", []);
		// Asked for again and again: one statement that waits could not be told from one that the network swallowed.
		while (!(await takeLock(db))) await Bun.sleep(pause(2));
		const names = await pending(db, folder);
		const inTheWay = names.some((name) => name.endsWith(firstMigration)) && (await obstacle(db));
		if (inTheWay) throw new Error(inTheWay);
		if (names.length > 0) await watched(db, limit, (end) => dbmate(url, "up", folder, host, end));
		await db.run("commit", []);
		return names;
	});
}

/** Lets dbmate take as long as it needs, but not on a network that went silent, on which it would hang. */
async function watched(db: Runner, limit: number, work: (end: AbortSignal) => Promise<void>): Promise<void> {
	const end = new AbortController();
	const working = work(end.signal);
	try {
		while (!(await within(limit, working))) await db.run("select 1", []);
	} catch (error) {
		end.abort();
		await working.catch(() => {});
		// Where the database is gone, this tells so: a migration that fails for that may work next time.
		await db.run("select 1", []);
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
	end?: AbortSignal,
): Promise<void> {
	const address = dbmateUrl(url, host);
	if (isPacked) return unpacked((place) => execute(join(place, packedDbmate), address, command, place, end));
	const { resolveBinary } = await import("dbmate");
	return execute(resolveBinary(), address, command, folder, end);
}

async function execute(binary: string, url: string, command: string, folder: string, end?: AbortSignal): Promise<void> {
	const child = Bun.spawn([binary, "--migrations-dir", folder, "--no-dump-schema", command], {
		env: { ...process.env, DATABASE_URL: url },
		stdout: "pipe",
		stderr: "pipe",
		...(end && { signal: end }),
	});
	// Without this process nobody else would wait for it, and begin the same migration.
	const kill = () => child.kill();
	process.on("exit", kill);
	const [code, output, errors] = await Promise.all([
		child.exited,
		new Response(child.stdout).text(),
		new Response(child.stderr).text(),
	]).finally(() => process.off("exit", kill));
	if (code !== 0) throw new Error((errors || output).trim());
}

/** Puts the binary's own files into a folder for the time of the work. */
async function unpacked(work: (folder: string) => Promise<void>): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), "tasks-api-"));
	const remove = () => rmSync(folder, { recursive: true });
	process.on("exit", remove);
	try {
		for (const [name, file] of packed) await Bun.write(join(folder, name), file);
		await chmod(join(folder, packedDbmate), 0o700);
		await work(folder);
	} finally {
		process.off("exit", remove);
		remove();
	}
}
