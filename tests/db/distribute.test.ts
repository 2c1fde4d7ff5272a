/**
 * The script that spreads the tasks, as far as PostgreSQL alone can follow it: Citus's functions are stand-ins that note
 * their calls. That shows that the script runs, and that the service works with the keys that it leaves, but not that
 * anything is spread: for that there is citus.test.ts.
 */
import { describe, expect, test } from "bun:test";
import { aboutAnswers, addStandIns, callsOf, distribute, runOnCopies } from "../cluster.ts";
import { startFrontend } from "../frontend.ts";
import { administer, createTestDatabase } from "../harness.ts";

/** Runs the script where Citus's functions are stand-ins. */
async function spread(url: string): Promise<void> {
	await addStandIns(url);
	await distribute(url);
}

/** The rules of the tasks' table, by name. */
const constraintsOf = (url: string) =>
	administer(async (sql) => {
		const rows = await sql`
      select conname as name, pg_get_constraintdef(oid) as definition
      from pg_constraint
      where conrelid = 'tasks'::regclass
      order by conname`;
		return Object.fromEntries(rows.map(({ name, definition }) => [name, definition]));
	}, url);

describe("the script that spreads the tasks", () => {
	test("sends our own users to the node of their tasks", async () => {
		const url = await createTestDatabase();
		await spread(url);
		expect(await callsOf(url)).toEqual(["users by id", "tasks by user_id", "schema_migrations on every node"]);
	});

	test("keeps Better Auth's users whole on every node", async () => {
		const url = await createTestDatabase();
		await using frontend = await startFrontend({ databaseUrl: url, mode: "secret" });
		await frontend.migrate();
		await spread(url);
		expect(await callsOf(url)).toEqual(["users on every node", "tasks by user_id", "schema_migrations on every node"]);
	});

	test("changes the key, bounds the ids, and leaves every other rule as it was", async () => {
		const url = await createTestDatabase();
		const before = await constraintsOf(url);
		await spread(url);
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
		await spread(url);
		await runOnCopies(aboutAnswers, [url]);
	}, 180_000);
});
