/**
 * The tasks spread over several nodes by db/distribute.sql. On PostgreSQL alone, Citus's functions are stand-ins that
 * note their calls: that shows that the script runs, and that the service works with the keys that it leaves, but not
 * that anything is spread. CITUS_URL, the address of a cluster's coordinator, lets the same run on that cluster.
 */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import {
	addStandIns,
	type Cluster,
	callsOf,
	createCluster,
	distribute,
} from "../cluster.ts";
import { startFrontend } from "../e2e/frontend/server.ts";
import {
	administer,
	createTestDatabase,
	failureOf,
	newUser,
	outcome,
	startServer,
} from "../harness.ts";

/** Runs test files against copies of a database, which is on each of these servers. */
async function runOnCopies(files: readonly string[], urls: readonly string[]) {
	const [first = "", ...others] = urls.map((url) => new URL("/postgres", url));
	const child = Bun.spawn(
		[process.execPath, "test", "--timeout", "60000", ...files],
		{
			cwd: join(import.meta.dir, "../.."),
			env: {
				...process.env,
				CITUS_URL: "",
				DATABASE_URL: `${first}`,
				TEST_NODES: others.join(" "),
				TEST_TEMPLATE: new URL(urls[0] ?? "").pathname.slice(1),
			},
			stdio: ["ignore", "pipe", "pipe"],
		},
	);
	const { code, errors } = await outcome(child);
	// The child's own report tells which test failed.
	if (code !== 0) throw new Error(errors);
	expect(errors).toMatch(/\b0 fail\b/);
}

const aboutAnswers = [
	"tests/answers.test.ts",
	"tests/isolation.test.ts",
	"tests/tasks/tasks.test.ts",
	"tests/tasks/pages.test.ts",
	"tests/tasks/concurrency.test.ts",
];

/** What is left of a schema's rules once the tables are spread. */
const constraintsOf = (url: string) =>
	administer(async (sql) => {
		const rows = await sql`
      select conname as name, pg_get_constraintdef(oid) as definition
      from pg_constraint
      where conrelid = 'tasks'::regclass and contype <> 'n'
      order by conname`;
		return Object.fromEntries(
			rows.map(({ name, definition }) => [name, definition]),
		);
	}, url);

describe("the script that spreads the tasks, where PostgreSQL alone runs it", () => {
	test("sends our own users to the node of their tasks", async () => {
		const url = await createTestDatabase();
		await addStandIns(url);
		await distribute(url);
		expect(await callsOf(url)).toEqual([
			"users by id",
			"tasks by user_id",
			"schema_migrations on every node",
		]);
	});

	test("keeps Better Auth's users whole on every node", async () => {
		const url = await createTestDatabase();
		await using frontend = await startFrontend({
			databaseUrl: url,
			mode: "secret",
		});
		await frontend.migrate();
		await addStandIns(url);
		await distribute(url);
		expect(await callsOf(url)).toEqual([
			"users on every node",
			"tasks by user_id",
			"schema_migrations on every node",
		]);
	});

	test("changes the key, bounds the ids, and leaves every other rule as it was", async () => {
		const url = await createTestDatabase();
		const before = await constraintsOf(url);
		await addStandIns(url);
		await distribute(url);
		expect(await constraintsOf(url)).toEqual({
			...before,
			tasks_pkey: "PRIMARY KEY (user_id, id)",
			tasks_id_fits_json: "CHECK ((id <= '9007199254740991'::bigint))",
		});
	});

	test("leaves everything as it is where it cannot finish", async () => {
		const url = await createTestDatabase();
		const before = await constraintsOf(url);
		await expect(distribute(url)).rejects.toThrow(/create_distributed_table/);
		expect(await constraintsOf(url)).toEqual(before);
	});

	test("leaves a schema on which the service gives every answer that it gives elsewhere", async () => {
		const url = await createTestDatabase();
		await addStandIns(url);
		await distribute(url);
		await runOnCopies(aboutAnswers, [url]);
	}, 180_000);
});
