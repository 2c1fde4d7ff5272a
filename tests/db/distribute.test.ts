/**
 * The tasks spread over several nodes by db/distribute.sql. On PostgreSQL alone, Citus's functions are stand-ins that
 * note their calls: that shows that the script runs, and that the service works with the keys that it leaves, but not
 * that anything is spread. CITUS_URL, the address of a cluster's coordinator, lets the same run on that cluster.
 */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { Database } from "../../src/db/database.ts";
import { migrate } from "../../src/db/migrate.ts";
import type { ListQuery } from "../../src/tasks/page.ts";
import * as taskSql from "../../src/tasks/sql.ts";
import { addStandIns, callsOf, createCluster, distribute } from "../cluster.ts";
import { startFrontend } from "../e2e/frontend/server.ts";
import {
	administer,
	createTestDatabase,
	failureOf,
	newUser,
	outcome,
	startServer,
	type TestServer,
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
	"tests/tasks/tasks.test.ts",
	"tests/tasks/pages.test.ts",
];
const aboutIsolation = ["tests/isolation.test.ts"];

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
		return Object.fromEntries(
			rows.map(({ name, definition }) => [name, definition]),
		);
	}, url);

describe("the script that spreads the tasks, where PostgreSQL alone runs it", () => {
	test("sends our own users to the node of their tasks", async () => {
		const url = await createTestDatabase();
		await spread(url);
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
		await spread(url);
		expect(await callsOf(url)).toEqual([
			"users on every node",
			"tasks by user_id",
			"schema_migrations on every node",
		]);
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

describe.skipIf(!process.env.CITUS_URL)("on the cluster of CITUS_URL", () => {
	const coordinator = process.env.CITUS_URL ?? "";

	test("the service gives every answer that it gives elsewhere, and keeps users apart, through each node", async () => {
		await using cluster = await createCluster(coordinator);
		const { urls } = cluster;
		const [first = "", ...workers] = urls;
		await distribute(first);
		for (const url of urls) expect(await migrate(url)).toEqual([]);
		await cluster.close();
		await runOnCopies([...aboutAnswers, ...aboutIsolation], urls);
		await runOnCopies(
			[...aboutAnswers, ...aboutIsolation],
			[...workers, first],
		);
	}, 300_000);

	test.each([
		["our own users", "select"],
		["users of Better Auth", "alter table users add email text unique"],
	])(
		"each statement of a request goes to one node, in one piece, with %s",
		async (_, preparation) => {
			await using cluster = await createCluster(coordinator);
			const [url = ""] = cluster.urls;
			await administer((sql) => sql.unsafe(preparation), url);
			await distribute(url);
			for (const [name, work] of statements)
				expect({ name, pieces: await piecesOf(url, work) }).toEqual({
					name,
					pieces: 1,
				});
		},
	);

	test("with Better Auth's users on every node, who is deleted is unknown, and their tasks are gone", async () => {
		await using cluster = await createCluster(coordinator);
		const [first = "", worker = first] = cluster.urls;
		await using frontend = await startFrontend({
			databaseUrl: first,
			mode: "secret",
		});
		await frontend.migrate();
		await administer(
			(sql) =>
				sql.unsafe(`
          insert into users (id, name, email) select 'u' || n, 'n', 'e' || n from generate_series(1, 100) n;
          insert into tasks (user_id, title) select 'u' || 1 + n % 100, 't' from generate_series(1, 1000) n`),
			first,
		);
		await distribute(first);
		await using server = await startServer({ databaseUrl: worker });
		const user = newUser();
		const api = server.api(user);
		const body = { title: "t" };
		const unknown = { status: 401, code: "UNKNOWN_USER" };
		const list = async () =>
			failureOf(await server.request(`/api/${user}/tasks`, { user }));

		const known = await server.api("u1").listTasks({ user_id: "u1" });
		expect(known.ok && known.data).toHaveLength(10);
		expect(await list()).toMatchObject(unknown);
		expect((await api.createTask({ user_id: user, body })).status).toBe(401);
		await administer(
			(sql) =>
				sql`insert into users (id, name, email) values (${user}, 'Ann', 'ann@example.org')`,
			first,
		);
		expect((await api.createTask({ user_id: user, body })).status).toBe(201);
		const again = administer(
			(sql) =>
				sql`insert into users (id, name, email) values ('other', 'Ann', 'ann@example.org')`.then(
					() => {},
				),
			worker,
		);
		await expect(again).rejects.toMatchObject({ code: "23505" });
		await administer((sql) => sql`delete from users where id = ${user}`, first);
		expect(await list()).toMatchObject(unknown);
		const left = await administer(
			(sql) => sql`select 1 from tasks where user_id = ${user}`,
			first,
		);
		expect(left).toHaveLength(0);
	});

	test("a creation that is repeated through several nodes at once makes one task", async () => {
		await using cluster = await createCluster(coordinator);
		await distribute(cluster.urls[0] as string);
		const user_id = newUser();
		const servers = await Promise.all(
			cluster.urls.map((databaseUrl) => startServer({ databaseUrl })),
		);
		const create = (server: TestServer) =>
			server.api(user_id).createTask({
				user_id,
				idempotencyKey: "once",
				body: { title: "t" },
			});
		const answers = await Promise.all(
			Array.from({ length: 20 }, () => servers.map(create)).flat(),
		);
		for (const server of servers) await server.stop();
		const ids = answers.map((answer) => answer.ok && answer.data.id);
		expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 201));
		expect(new Set(ids).size).toBe(1);
	});

	test("an id that a JSON number cannot hold is never given to a task", async () => {
		await using cluster = await createCluster(coordinator);
		const [first = ""] = cluster.urls;
		await distribute(first);
		await using server = await startServer({ databaseUrl: first });
		const user_id = newUser();
		const api = server.api(user_id);
		const body = { title: "t" };
		expect((await api.createTask({ user_id, body })).status).toBe(201);
		// What a node of group 32 gives out from the start.
		await administer(
			(sql) =>
				sql`select setval(pg_get_serial_sequence('tasks', 'id'), 9007199254740991)`,
			first,
		);
		const beyond = await api.createTask({ user_id, body });
		expect(!beyond.ok && beyond.error.code).toBe("INTERNAL_ERROR");
		const listed = await api.listTasks({ user_id });
		expect(listed.ok && listed.data).toHaveLength(1);
	});
});

const user = "user";
const list: ListQuery = {
	sort: "created_at",
	order: "desc",
	limit: 50,
	offset: 0,
};
const newTask = { title: "t", description: null, key: "k", digest: "d" };

/** The statements of the service's requests. */
const statements: [string, (db: Database) => Promise<unknown>][] = [
	["listTasks", (db) => taskSql.listTasks(db, user, list, 51, undefined)],
	[
		"listTasks, by offset",
		(db) => taskSql.listTasks(db, user, { ...list, offset: 50 }, 51, undefined),
	],
	["countTasks", (db) => taskSql.countTasks(db, user, list)],
	["getTask", (db) => taskSql.getTask(db, user, 1)],
	["createTask", (db) => taskSql.createTask(db, user, newTask)],
	["updateTask", (db) => taskSql.updateTask(db, user, 1, [1], { title: "t" })],
	["toggleTask", (db) => taskSql.toggleTask(db, user, 1, null, null)],
	["deleteTask", (db) => taskSql.deleteTask(db, user, 1, null)],
	["lookUp", (db) => taskSql.lookUp(db, user, 1)],
];

/** How many pieces Citus makes of the one statement of the work. */
async function piecesOf(
	url: string,
	work: (db: Database) => Promise<unknown>,
): Promise<number> {
	let plan: Explained = {};
	await administer(
		(connection) =>
			work({
				async query(statement, parameters) {
					const [row] = await connection.unsafe(
						`explain (format json) ${statement}`,
						[...parameters],
					);
					plan = row?.["QUERY PLAN"][0].Plan;
					return [];
				},
				close: async () => {},
			}),
		url,
	);
	const query = plan["Distributed Query"];
	return query
		? query.Job["Task Count"] + (query.Subplans?.length ?? 0)
		: Number.NaN;
}

/** What of a plan is looked at (EXPLAIN's JSON). */
interface Explained {
	readonly "Distributed Query"?: {
		readonly Subplans?: readonly unknown[];
		readonly Job: { readonly "Task Count": number };
	};
}
