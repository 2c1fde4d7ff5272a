/**
 * The service on a real Citus cluster, whose coordinator's address is CITUS_URL. Without one, nothing here runs. The
 * databases are the tests' own, on each node, and are dropped again.
 */
import { describe, expect, test } from "bun:test";
import type { Database } from "../../src/db/database.ts";
import { migrate } from "../../src/db/migrate.ts";
import type { ListQuery } from "../../src/tasks/page.ts";
import * as taskSql from "../../src/tasks/sql.ts";
import { aboutAnswers, createCluster, distribute, runOnCopies } from "../cluster.ts";
import { startFrontend } from "../frontend.ts";
import { administer, failureOf, newUser, startServer, type TestServer } from "../harness.ts";

describe.skipIf(!process.env.CITUS_URL)("on the cluster of CITUS_URL", () => {
	const coordinator = process.env.CITUS_URL ?? "";

	test("the service gives every answer that it gives elsewhere, and keeps users apart, through each node", async () => {
		await using cluster = await createCluster(coordinator);
		const { urls } = cluster;
		const [first = "", ...workers] = urls;
		await distribute(first);
		for (const url of urls) expect(await migrate(url)).toEqual([]);
		await cluster.close();
		const files = [...aboutAnswers, "tests/isolation.test.ts"];
		await runOnCopies(files, urls);
		await runOnCopies(files, [...workers, first]);
	}, 300_000);

	test.each([
		["our own users", "select"],
		["users of Better Auth", "alter table users add email text unique"],
	])("each statement of a request goes to one node, in one piece, with %s", async (_, preparation) => {
		await using cluster = await createCluster(coordinator);
		const [url = ""] = cluster.urls;
		await administer((sql) => sql.unsafe(preparation), url);
		await distribute(url);
		for (const [name, work] of statements)
			expect({ name, pieces: await piecesOf(url, work) }).toEqual({ name, pieces: 1 });
	});

	test("with Better Auth's users on every node, who is deleted is unknown, and their tasks are gone", async () => {
		await using cluster = await createCluster(coordinator);
		const [first = "", worker = first] = cluster.urls;
		await using frontend = await startFrontend({ databaseUrl: first, mode: "secret" });
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
		const list = async () => failureOf(await server.request(`/api/${user}/tasks`, { user }));

		const known = await server.api("u1").listTasks({ user_id: "u1" });
		expect(known.ok && known.data).toHaveLength(10);
		expect(await list()).toMatchObject(unknown);
		expect((await api.createTask({ user_id: user, body })).status).toBe(401);
		await administer(
			(sql) => sql`insert into users (id, name, email) values (${user}, 'Ann', 'ann@example.org')`,
			first,
		);
		expect((await api.createTask({ user_id: user, body })).status).toBe(201);
		const again = administer(
			(sql) => sql`insert into users (id, name, email) values ('other', 'Ann', 'ann@example.org')`.then(() => {}),
			worker,
		);
		await expect(again).rejects.toMatchObject({ code: "23505" });
		await administer((sql) => sql`delete from users where id = ${user}`, first);
		expect(await list()).toMatchObject(unknown);
		const left = await administer((sql) => sql`select 1 from tasks where user_id = ${user}`, first);
		expect(left).toHaveLength(0);
	});

	test("a creation that is repeated through several nodes at once makes one task", async () => {
		await using cluster = await createCluster(coordinator);
		await distribute(cluster.urls[0] as string);
		const user_id = newUser();
		const servers = await Promise.all(cluster.urls.map((databaseUrl) => startServer({ databaseUrl })));
		const create = (server: TestServer) =>
			server.api(user_id).createTask({ user_id, idempotencyKey: "once", body: { title: "t" } });
		const answers = await Promise.all(Array.from({ length: 20 }, () => servers.map(create)).flat());
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
		await administer((sql) => sql`select setval(pg_get_serial_sequence('tasks', 'id'), 9007199254740991)`, first);
		const beyond = await api.createTask({ user_id, body });
		expect(!beyond.ok && beyond.error.code).toBe("INTERNAL_ERROR");
		const listed = await api.listTasks({ user_id });
		expect(listed.ok && listed.data).toHaveLength(1);
	});
});

const user = "user";
const list: ListQuery = { sort: "created_at", order: "desc", limit: 50, offset: 0 };
const newTask = { title: "t", description: null, key: "k", digest: "d" };

/** The statements of the service's requests. */
const statements: [string, (db: Database) => Promise<unknown>][] = [
	["listTasks", (db) => taskSql.listTasks(db, user, list, 51, undefined)],
	["listTasks, by offset", (db) => taskSql.listTasks(db, user, { ...list, offset: 50 }, 51, undefined)],
	["countTasks", (db) => taskSql.countTasks(db, user, list)],
	["getTask", (db) => taskSql.getTask(db, user, 1)],
	["createTask", (db) => taskSql.createTask(db, user, newTask)],
	["updateTask", (db) => taskSql.updateTask(db, user, 1, [1], { title: "t" })],
	["toggleTask", (db) => taskSql.toggleTask(db, user, 1, null, null)],
	["deleteTask", (db) => taskSql.deleteTask(db, user, 1, null)],
	["lookUp", (db) => taskSql.lookUp(db, user, 1)],
];

/** How many pieces Citus makes of the one statement of the work. */
async function piecesOf(url: string, work: (db: Database) => Promise<unknown>): Promise<number> {
	let plan: Explained = {};
	await administer(
		(connection) =>
			work({
				async query(statement, parameters) {
					const [row] = await connection.unsafe(`explain (format json) ${statement}`, [...parameters]);
					plan = row?.["QUERY PLAN"][0].Plan;
					return [];
				},
				ready: async () => {},
				close: async () => {},
			}),
		url,
	);
	const query = plan["Distributed Query"];
	return query ? query.Job["Task Count"] + (query.Subplans?.length ?? 0) : Number.NaN;
}

/** What of a plan is looked at (EXPLAIN's JSON). */
interface Explained {
	readonly "Distributed Query"?: {
		readonly Subplans?: readonly unknown[];
		readonly Job: { readonly "Task Count": number };
	};
}
