import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { resolveBinary } from "dbmate";
import postgres from "postgres";
import { driverUrl } from "./database.ts";

/** Where the migrations are. */
export const directory = join(import.meta.dir, "../../db/migrations");
/** The advisory lock that makes concurrent starts take turns; dbmate has none. Any constant will do. */
const lock = 7_261_984;

/**
 * Brings the database's schema up to date with db/migrations, once, however many processes start at the
 * same time. Gives back the names of the migrations that it applied. Throws what stopped it; dbmate runs
 * each migration in a transaction, so that one that fails leaves nothing behind.
 */
export async function migrate(
	url: string,
	folder: string = directory,
): Promise<string[]> {
	const sql = postgres(driverUrl(url), {
		max: 1,
		onnotice: () => {},
		fetch_types: false,
		connect_timeout: 10,
	});
	try {
		// Nearly every start finds nothing to do, and needs neither the lock nor dbmate to see it.
		if ((await pending(sql, folder)).length === 0) return [];
		await sql`select pg_advisory_lock(${lock}::bigint)`;
		const names = await pending(sql, folder);
		if (names.length > 0) await dbmate(url, "up", folder);
		return names;
	} finally {
		await sql.end({ timeout: 1 });
	}
}

async function pending(sql: postgres.Sql, folder: string): Promise<string[]> {
	const names = (await readdir(folder))
		.filter((name) => name.endsWith(".sql"))
		.sort();
	const [table] =
		await sql`select to_regclass('schema_migrations') is not null as exists`;
	if (!table?.exists) return names;
	const applied = await sql<
		{ version: string }[]
	>`select version from schema_migrations`;
	const versions = new Set(applied.map(({ version }) => version));
	return names.filter((name) => !versions.has(name.split("_")[0] ?? ""));
}

/** Runs dbmate on the migrations. The address goes through the environment, where `ps` does not show it. */
export async function dbmate(
	url: string,
	command: "up" | "down",
	folder: string = directory,
): Promise<void> {
	const child = Bun.spawn(
		[resolveBinary(), "--migrations-dir", folder, "--no-dump-schema", command],
		{
			env: { ...process.env, DATABASE_URL: libpqUrl(url) },
			stdout: "pipe",
			stderr: "pipe",
		},
	);
	const [code, output, errors] = await Promise.all([
		child.exited,
		new Response(child.stdout).text(),
		new Response(child.stderr).text(),
	]);
	if (code !== 0) throw new Error((errors || output).trim());
}

/** dbmate's driver asks for TLS where the address says nothing; postgres.js does not. */
function libpqUrl(url: string): string {
	const parsed = new URL(driverUrl(url));
	if (!parsed.searchParams.has("sslmode"))
		parsed.searchParams.set("sslmode", "disable");
	return parsed.href;
}
