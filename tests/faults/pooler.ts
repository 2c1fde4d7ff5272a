import { outcome } from "../command.ts";
import { createTestDatabase } from "../harness.ts";
import { run, serve } from "../processes.ts";
import { startLoad } from "./load.ts";
import { startServer } from "./postgres.ts";
import { startPgBouncer } from "./programs.ts";

/** What comes of users at work behind PgBouncer in transaction mode, on a database that was empty. */
export async function behindPgBouncer({
	requests,
	prepare = "",
}: {
	requests: number;
	/** The setting DB_PREPARE. */
	prepare?: string;
}) {
	await using database = await startServer({ empty: true });
	await using pooler = await startPgBouncer(database.url);
	const service = await serve({ DATABASE_URL: pooler.url, DB_PREPARE: prepare });
	const load = await startLoad({ port: service.port, users: 5, each: 8, warmUp: requests });
	const { statuses, lost, slowest } = await load.stop();
	const code = await service.stop();
	const again = await outcome(run("src/main.ts", { DATABASE_URL: pooler.url }, ["migrate"]));
	return { code, statuses, lost, slowest, again: again.output, damage: await load.damage(database.url) };
}

/** What comes of a statement behind PgBouncer whose time is over. */
export async function cancelBehindPgBouncer() {
	const databaseUrl = await createTestDatabase();
	await using pooler = await startPgBouncer(databaseUrl, 1);
	const { createDatabase } = await import("../../src/db/database.ts");
	const db = createDatabase({ url: pooler.url, size: 1, deadline: 300 });
	const slow = await db.query("select pg_sleep(30)", []).then(
		() => "done",
		({ code }) => code as string,
	);
	const started = performance.now();
	const next = await db.query("select 1 as one", []);
	const waited = performance.now() - started;
	await db.close();
	return { slow, next: [...next], waited };
}
