/** Each user sees their own tasks and nobody else's, by whatever way they try. */
import { afterAll, describe, expect, test } from "bun:test";
import { signToken } from "../src/auth/sign.ts";
import { type Task, unwrap } from "../src/lib/api.ts";
import { importFile } from "../src/tasks/import/store.ts";
import { administer, newUser, secret, startServer, type TestServer } from "./harness.ts";
import { recordStatements } from "./wire.ts";

const server = await startServer();
afterAll(() => server.stop());

/** Every operation on a task or a list, as a request to `/api/{user}/tasks…`. */
const operations = [
	{ id: "listTasks", method: "GET", path: "" },
	{ id: "listTasks, filtered", method: "GET", path: "?status=Pending&sort=title&order=asc&limit=100" },
	{ id: "createTask", method: "POST", path: "", body: { title: "mine" } },
	{ id: "getTask", method: "GET", path: "/{id}" },
	{ id: "replaceTask", method: "PUT", path: "/{id}", body: { title: "stolen", completed: true } },
	{ id: "updateTask", method: "PATCH", path: "/{id}", body: { description: "stolen" } },
	{ id: "toggleTaskCompletion", method: "PATCH", path: "/{id}/complete" },
	{ id: "toggleTaskCompletion, set", method: "PATCH", path: "/{id}/complete", body: { completed: true } },
	{ id: "deleteTask", method: "DELETE", path: "/{id}" },
];
type Operation = (typeof operations)[number];

const send = (
	on: TestServer,
	token: string,
	pathUser: string,
	{ method, path, body }: Operation,
	id: number | string,
) =>
	fetch(`${on.baseUrl}/api/${encodeURIComponent(pathUser)}/tasks${path.replace("{id}", String(id))}`, {
		method,
		headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
		...(body && { body: JSON.stringify(body) }),
	});

/** A user with three tasks whose texts occur nowhere else. */
async function tenant(on: TestServer, user_id = newUser()) {
	const tasks: Task[] = [];
	for (const n of [1, 2, 3]) {
		const body = { title: `title ${n} of ${user_id}`, description: `description ${n} of ${user_id}` };
		tasks.push(await unwrap(on.api(user_id).createTask({ user_id, body })));
	}
	return { user_id, tasks, token: await signToken(secret, user_id) };
}

const rows = (on: TestServer, user_id: string) =>
	administer((sql) => sql`select *, xmin::text from tasks where user_id = ${user_id} order by id`, on.databaseUrl);

describe("among several users", () => {
	test("no operation reads, changes or reveals anything of another's, by any path", async () => {
		// Ids that look alike, or that a careless comparison takes for one another.
		const similar = ["ann", "Ann", "ann ", "ann%", "a_n", "ann/tasks", "ann%2Ftasks", "änn", "a\u0308nn", "1", "01"];
		const tenants = await Promise.all([...similar, newUser(), newUser()].map((id) => tenant(server, id)));
		for (const me of tenants) {
			for (const other of tenants.filter((each) => each !== me)) {
				const before = await rows(server, other.user_id);
				const [victim] = other.tasks as [Task];
				for (const operation of operations) {
					const foreignPath = await send(server, me.token, other.user_id, operation, victim.id);
					expect(foreignPath.status).toBe(403);
					expect(await foreignPath.json()).toEqual({
						data: null,
						error: {
							code: "FORBIDDEN",
							message: `Not authorized to access this ${operation.path.startsWith("/") ? "task" : "resource"}`,
						},
					});
					if (!operation.path.startsWith("/")) continue;
					const foreignId = await send(server, me.token, me.user_id, operation, victim.id);
					expect(foreignId.status).toBe(404);
				}
				expect(await rows(server, other.user_id)).toEqual(before);
			}
			const mine = await send(server, me.token, me.user_id, operations[0] as Operation, 0);
			const { data } = (await mine.json()) as { data: Task[] };
			expect(data).toEqual(me.tasks.toReversed());
		}
	}, 60_000);

	test("a foreign id and one that never existed give the same bytes", async () => {
		const [me, other] = await Promise.all([tenant(server), tenant(server)]);
		for (const operation of operations.filter(({ path }) => path.startsWith("/"))) {
			const answers = await Promise.all(
				[other.tasks[0]?.id ?? 0, 987_654_321].map(async (id) => {
					const response = await send(server, me.token, me.user_id, operation, id);
					const headers = [...response.headers].filter(([name]) => !["x-request-id", "date"].includes(name));
					return { status: response.status, headers, body: await response.text() };
				}),
			);
			expect(answers[0]).toEqual(answers[1] as (typeof answers)[0]);
		}
	});

	test("everyone's own operations at the same time stay each in their own list", async () => {
		const tenants = await Promise.all(Array.from({ length: 10 }, () => tenant(server)));
		await Promise.all(
			tenants.flatMap((me) =>
				Array.from({ length: 20 }, async (_, n) => {
					const operation = operations[n % operations.length] as Operation;
					const response = await send(server, me.token, me.user_id, operation, me.tasks[n % 3]?.id ?? 0);
					const text = await response.text();
					for (const other of tenants) if (other !== me) expect(text).not.toContain(other.user_id);
				}),
			),
		);
	});
});

describe("every statement that reaches the database", () => {
	test("is bound to the caller, and there is one per request that finds what it asks for", async () => {
		const wire = await recordStatements(server.databaseUrl);
		await using watched = await startServer({ databaseUrl: wire.url });
		const me = await tenant(watched);
		const [task, , last] = me.tasks as [Task, Task, Task];
		for (const operation of operations) {
			wire.statements.length = 0;
			const response = await send(
				watched,
				me.token,
				me.user_id,
				operation,
				operation.method === "DELETE" ? last.id : task.id,
			);
			expect(response.ok).toBe(true);
			expect(wire.statements.map(({ text }) => text)).toBeArrayOfSize(1);
			for (const { text, parameters } of wire.statements) expectBound(text, parameters, me.user_id);
		}
		wire.stop();
	});

	test("is bound to the caller also where there is no such task, or no such user yet", async () => {
		const wire = await recordStatements(server.databaseUrl);
		await using watched = await startServer({ databaseUrl: wire.url });
		const user_id = newUser();
		const token = await signToken(secret, user_id);
		for (const operation of operations) {
			wire.statements.length = 0;
			await send(watched, token, user_id, operation, 987_654_321);
			expect(wire.statements.length).toBeGreaterThan(0);
			for (const { text, parameters } of wire.statements) expectBound(text, parameters, user_id);
		}
		wire.stop();
	});

	test("is bound to the user of an import, too", async () => {
		const wire = await recordStatements(server.databaseUrl);
		const user_id = newUser();
		const row = { title: "t", description: null, completed: false, key: "k" };
		await importFile(wire.url, user_id, [row], () => {});
		wire.stop();
		const statements = wire.statements.filter(({ text }) => !/^(begin|commit)\b/.test(text));
		expect(statements).toHaveLength(2);
		for (const { text, parameters } of statements) expectBound(text, parameters, user_id);
	});
});

/** Fails unless the statement can only touch rows of this user. */
function expectBound(text: string, parameters: readonly (string | undefined)[], user_id: string) {
	// Its name is all that it says beside the statement itself.
	const [, rest = "--"] = /^\s*-- \w+\n(.*)$/s.exec(text) ?? [];
	expect(rest).not.toContain("--");
	const flat = rest.trim().replace(/\s+/g, " ");
	if (/\binsert into tasks\b/.test(flat))
		expect(flat).toMatch(/insert into tasks \( ?user_id,[^)]*\) (values \(|select )\$1,/);
	else if (/^insert into users\b/.test(flat)) expect(flat).toStartWith("insert into users (id) values ($1)");
	else if (/\btasks\b/.test(flat)) expect(flat).toMatch(/where user_id = \$1( |$)/);
	else expect(flat).toMatch(/from users where id = \$1\)/);
	for (const [reading] of flat.matchAll(/\bfrom (tasks|users)\b.*?(?=\bfrom\b|$)/g))
		expect(reading).toMatch(/^from (tasks where user_id|users where id) = \$1( |\)|$)/);
	// No condition is an alternative to that one: each `or` stands in parentheses of its own.
	for (let open = flat; open !== ""; ) {
		const [, inner = open] = /\(([^()]*)\)/.exec(open) ?? [];
		expect(inner).not.toMatch(/\bwhere\b.*\bor\b/);
		open = inner === open ? "" : open.replace(`(${inner})`, "…");
	}
	expect(parameters[0]).toBe(user_id);
}
