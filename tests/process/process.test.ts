/** The commands as an operator meets them: real processes, their exit codes and what they say. */
import { afterEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { freePort, startPostgres } from "../../db/embedded.ts";
import { childrenOf, isAlive } from "../../load/bench/processes.ts";
import { signToken } from "../../src/auth/sign.ts";
import { createApi } from "../../src/lib/api.ts";
import { outcome, saidUntil } from "../command.ts";
import { removeFolders, temporaryFolder } from "../folder.ts";
import { administer, createTestDatabase, lockTasks, newUser, secret, waitsForLock } from "../harness.ts";
import { failedStart, killProcesses, run, serve } from "../processes.ts";

const root = join(import.meta.dir, "../..");
afterEach(killProcesses);

describe("a start that cannot succeed ends with exit code 1 and one line per problem", () => {
	test("without configuration", async () => {
		expect(await outcome(run("src/main.ts", {}))).toEqual({
			code: 1,
			output: "",
			errors: [
				"DATABASE_URL is required: the address of a PostgreSQL database, like postgres://user:password@host:5432/database",
				"BETTER_AUTH_SECRET is required: the secret that Better Auth signs tokens with, at least 32 characters; or set BETTER_AUTH_URL to use its public keys",
			].join("\n"),
		});
	});

	test("of a migration, without a database", async () => {
		const port = await freePort();
		const DATABASE_URL = `postgres://u:hidden@127.0.0.1:${port}/tasks`;
		const { code, errors } = await outcome(run("src/main.ts", { DATABASE_URL }, ["migrate"]));
		expect([code, errors]).toEqual([
			1,
			`The database refuses connections at 127.0.0.1:${port}. Is it running, and is DATABASE_URL right?`,
		]);
	});

	test("with a password that the database does not take, by one process or by several", async () => {
		const url = new URL(await createTestDatabase());
		url.password = "wrong";
		for (const WORKERS of ["1", "2"]) {
			const { code, errors } = await failedStart({ DATABASE_URL: url.href, WORKERS });
			expect([code, errors]).toEqual([1, `password authentication failed for user "${url.username}" (28P01)`]);
		}
	});

	test("with a database that does not exist", async () => {
		const url = new URL(await createTestDatabase());
		url.pathname = "/no_such_database";
		const { code, errors } = await failedStart({ DATABASE_URL: url.href });
		expect([code, errors]).toEqual([1, 'database "no_such_database" does not exist (3D000)']);
	});

	test("on a port that is taken, by one process or by several", async () => {
		const DATABASE_URL = await createTestDatabase();
		const first = await serve({ DATABASE_URL });
		for (const WORKERS of ["1", "2"]) {
			const second = { DATABASE_URL, PORT: String(first.port), WORKERS, LOG_LEVEL: "silent" };
			expect(await failedStart(second)).toEqual({
				code: 1,
				output: "",
				errors: "PORT is taken: another process listens there. Stop it, or choose another PORT.",
			});
		}
	});

	test("on a database whose schema cannot be migrated, which stays as it was", async () => {
		const DATABASE_URL = await createTestDatabase({ empty: true });
		await administer((sql) => sql`create table tasks_by_title ()`, DATABASE_URL);
		const { code, errors } = await outcome(run("src/main.ts", { DATABASE_URL }, ["migrate"]));
		expect(code).toBe(1);
		expect(errors).toContain('relation "tasks_by_title" already exists');
		expect(await administer((sql) => sql`select to_regclass('users') as users`, DATABASE_URL)).toEqual([
			{ users: null },
		] as never);
	});
});

describe("the service", () => {
	test("finishes the request in flight on SIGTERM, and exits with 0", async () => {
		const DATABASE_URL = await createTestDatabase();
		const { child, baseUrl, statusOf } = await serve({ DATABASE_URL });
		const user_id = newUser();
		const api = createApi({ baseUrl, token: () => signToken(secret, user_id) });
		const created = await api.createTask({ user_id, body: { title: "t" } });
		if (!created.ok) throw new Error(created.error.message);

		const unlock = await lockTasks(DATABASE_URL);
		const inFlight = api.toggleTaskCompletion({ user_id, task_id: created.data.id });
		await waitsForLock(DATABASE_URL);
		// As `bun run` and a terminal send it: once each.
		child.kill("SIGTERM");
		child.kill("SIGTERM");
		while ((await statusOf("/health/live")) !== 0) await Bun.sleep(5);
		await unlock();
		expect((await inFlight) as unknown).toMatchObject({ status: 200, data: { completed: true } });
		expect(await child.exited).toBe(0);
	});

	test("logs one JSON line per request, without what is the users' own", async () => {
		const DATABASE_URL = await createTestDatabase();
		const { child, baseUrl } = await serve({ DATABASE_URL });
		const user_id = newUser();
		const bearer = await signToken(secret, user_id);
		const api = createApi({ baseUrl, token: () => bearer });
		const title = "a title that is nobody's business";
		const created = await api.createTask({ user_id, body: { title, description: title } });
		await api.createTask({ user_id, body: { title: title.repeat(9) } });
		await api.listTasks({ user_id: "somebody else" });
		await administer((sql) => sql`alter table tasks add constraint no check (title = '')  not valid`, DATABASE_URL);
		const failed = await api.createTask({ user_id, body: { title } });
		const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
		await fetch(`${baseUrl}/nowhere?token=${bearer}`, { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
		child.kill("SIGTERM");
		const { output, errors, code } = await outcome(child);
		expect([code, errors]).toEqual([0, ""]);

		const lines = output.split("\n").map((line) => JSON.parse(line));
		const requests = lines.filter(({ msg, route }) => msg === "request" && route !== "/health/ready");
		const route = "/api/{user_id}/tasks";
		expect(
			requests.map(({ method, route, operation, status, code }) =>
				[method, route, operation, status, code].filter(Boolean),
			),
		).toEqual([
			["POST", route, "createTask", 201],
			["POST", route, "createTask", 400, "VALIDATION_ERROR"],
			["GET", route, "listTasks", 403, "FORBIDDEN"],
			["POST", route, "createTask", 500, "INTERNAL_ERROR"],
			["GET", "unmatched", 404, "NOT_FOUND"],
		]);
		expect(requests[0].statement_ms).toBeWithin(0.001, requests[0].ms);
		expect(requests[1].statement_ms).toBe(0);
		expect(requests[0]).toMatchObject({ ms: expect.any(Number), request_id: created.headers.xRequestId });
		expect(requests[4].trace_id).toBe(trace);
		expect(
			lines.flatMap(({ msg, workers, drain_seconds }) => (msg === "request" ? [] : [[msg, workers ?? drain_seconds]])),
		).toEqual([
			["starting", 1],
			["listening", undefined],
			["stopping", 0],
			["stopped", undefined],
		]);
		expect(requests[3]).toMatchObject({
			request_id: failed.headers.xRequestId,
			error: { code: "23514", constraint_name: "no" },
		});
		for (const secretText of [title, bearer, secret, user_id, new URL(DATABASE_URL).password])
			expect(output).not.toContain(secretText);
	});

	test("tells people in a terminal what it does in lines that they can read", async () => {
		const port = await freePort();
		let output = "";
		const seen = (text: RegExp) => async () => {
			while (!text.test(output)) await Bun.sleep(10);
		};
		const child = Bun.spawn([process.execPath, join(root, "src/main.ts")], {
			env: {
				NO_COLOR: "1",
				DATABASE_URL: await createTestDatabase(),
				BETTER_AUTH_SECRET: secret,
				PORT: String(port),
				DRAIN_SECONDS: "0",
			},
			terminal: {
				data: (_, chunk) => {
					output += new TextDecoder().decode(chunk);
				},
			},
		});
		await seen(/listening/)();
		await fetch(`http://127.0.0.1:${port}/health/live`);
		await seen(/GET/)();
		child.kill("SIGTERM");
		expect(await child.exited).toBe(0);
		const lines = output.trim().split("\r\n");
		const time = String.raw`\d\d:\d\d:\d\d\.\d{3}`;
		expect(lines[0]).toMatch(new RegExp(`^${time} starting version=.* pool_size=15 `));
		expect(lines).toContainEqual(
			expect.stringMatching(new RegExp(`^${time} GET /health/live 200 [\\d.]+ ms operation=getLiveness `)),
		);
		expect(lines.at(-1)).toMatch(new RegExp(`^${time} stopped$`));
	});

	test("shares its port among several processes, replaces one that dies, and stops them all", async () => {
		const DATABASE_URL = await createTestDatabase();
		const { child, baseUrl } = await serve({ DATABASE_URL, WORKERS: "2" });
		const pids = serving(child);
		const [first, second] = [await pids.next(), await pids.next()];
		process.kill(first.value as number, "SIGKILL");
		const third = await pids.next();
		expect((await fetch(`${baseUrl}/health/ready`)).status).toBe(200);
		child.kill("SIGTERM");
		expect(await child.exited).toBe(0);
		for (const { value: pid } of [first, second, third]) expect(() => process.kill(pid as number, 0)).toThrow();
	});

	test("has its workers end with it when it is killed, so that it can be started again", async () => {
		const DATABASE_URL = await createTestDatabase();
		const { child, port } = await serve({ DATABASE_URL, WORKERS: "2" });
		const workers = childrenOf(child.pid);
		expect(workers).toHaveLength(2);
		child.kill("SIGKILL");
		for (const pid of workers) while (isAlive(pid)) await Bun.sleep(10);
		const again = await serve({ DATABASE_URL, PORT: String(port) });
		expect(await again.statusOf("/health/ready")).toBe(200);
	});

	test("replaces a worker again and again if it must, while the others go on", async () => {
		const DATABASE_URL = await createTestDatabase();
		const { child, stop, statusOf } = await serve({ DATABASE_URL, WORKERS: "2" });
		const [victim, sibling] = childrenOf(child.pid) as [number, number];
		const killed = new Set<number>();
		for (let next: number | undefined = victim; killed.size < 4; ) {
			if (next) {
				process.kill(next, "SIGKILL");
				killed.add(next);
			} else await Bun.sleep(5);
			next = childrenOf(child.pid).find((pid) => pid !== sibling && !killed.has(pid));
		}
		expect(await statusOf("/health/live")).toBe(200);
		expect(isAlive(sibling)).toBe(true);
		while (childrenOf(child.pid).filter(isAlive).length < 2) await Bun.sleep(10);
		expect(await stop()).toBe(0);
	});
});

/** The pids of the processes that say that they listen, as they say it. */
async function* serving(child: ReturnType<typeof run>): AsyncGenerator<number> {
	let text = "";
	for await (const chunk of child.stdout) {
		const lines = (text + new TextDecoder().decode(chunk)).split("\n");
		text = lines.pop() ?? "";
		for (const { msg, pid } of lines.map((line) => JSON.parse(line))) if (msg === "listening") yield pid;
	}
}

describe("the commands", () => {
	test("migrate says what it did", async () => {
		const DATABASE_URL = await createTestDatabase({ empty: true });
		expect(await outcome(run("src/main.ts", { DATABASE_URL }, ["migrate"]))).toMatchObject({
			code: 0,
			output: expect.stringMatching(/^Applied 20260205090000_create_tasks.sql, /),
		});
		expect(await outcome(run("src/main.ts", { DATABASE_URL }, ["migrate"]))).toMatchObject({
			code: 0,
			output: "The database is up to date",
		});
	});

	test("token prints a token that the service accepts, for any user", async () => {
		const DATABASE_URL = await createTestDatabase();
		const { baseUrl } = await serve({ DATABASE_URL });
		const { output, code } = await outcome(run("src/main.ts", { BETTER_AUTH_SECRET: secret }, ["token", "ann o'neil"]));
		expect(code).toBe(0);
		const api = createApi({ baseUrl, token: () => output });
		expect((await api.listTasks({ user_id: "ann o'neil" })).status).toBe(200);
		expect(await outcome(run("src/main.ts", { BETTER_AUTH_SECRET: secret }, ["token", ".."]))).toMatchObject({
			code: 1,
			errors: "No token can have this user id: see the contract's user_id",
		});
		expect(await outcome(run("src/main.ts", {}, ["token"]))).toMatchObject({
			code: 1,
			errors: "Usage: token <user-id>",
		});
	});

	test("dev serves with a database and a token that it prints, and keeps the tasks", async () => {
		await using home = await temporaryFolder("dev");
		const DATABASE_URL = await createTestDatabase();
		const port = String(await freePort());
		const child = run("src/dev/main.ts", { DATABASE_URL, BETTER_AUTH_SECRET: secret, PORT: port, HOME: home.path });
		const output = await saidUntil("Ctrl-C", child.stdout);
		const curl = output.slice(output.indexOf("curl ")).split("\n\n")[0] ?? "";
		const answer = await Bun.$`sh -c ${curl.replace("curl ", "curl -s ")}`.json();
		expect(answer).toMatchObject({ data: { user_id: "demo", title: "Quick reminder" }, error: null });
		child.kill("SIGINT");
		expect(await child.exited).toBe(0);
		expect(await administer((sql) => sql`select title from tasks`, DATABASE_URL)).toEqual([
			{ title: "Quick reminder" },
		] as never);
	});
});

describe("the embedded PostgreSQL", () => {
	const owners: Bun.Subprocess[] = [];
	afterEach(() => {
		for (const owner of owners.splice(0)) owner.kill("SIGKILL");
	});

	test("keeps its data, is used by a second process, and outlives a killed one", async () => {
		const { path: folder } = await temporaryFolder("postgres");
		const first = await startPostgres(folder, ["fsync=off"]);
		await administer((sql) => sql`create table kept (n int)`, first.url);
		await first.stop();

		const script = `import { startPostgres } from ${JSON.stringify(join(root, "db/embedded.ts"))};
			const { url } = await startPostgres(${JSON.stringify(folder)});
			console.log(url);
			await Bun.sleep(60_000);`;
		const owner = Bun.spawn([process.execPath, "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
		owners.push(owner);
		const reader = owner.stdout.getReader();
		const url = new TextDecoder().decode((await reader.read()).value).trim();

		// While its owner lives, it is shared: stopping here leaves it running.
		const guest = await startPostgres(folder);
		expect(guest.url).toBe(url);
		await guest.stop();
		const count = () => administer((sql) => sql`select count(*)::int as n from kept`, url);
		expect([...(await count())]).toEqual([{ n: 0 }]);

		owner.kill("SIGKILL");
		await owner.exited;
		const heir = await startPostgres(folder);
		expect(heir.url).toBe(url);
		await heir.stop();
		await expect(count()).rejects.toMatchObject({ code: "ECONNREFUSED" });
		await removeFolders(folder, heir.folder);
	});
});

test("the embedded PostgreSQL keeps its address, unless somebody else has the port by then", async () => {
	const { path: folder } = await temporaryFolder("postgres");
	const first = await startPostgres(folder, ["fsync=off"]);
	await first.stop();
	const again = await startPostgres(folder, ["fsync=off"]);
	expect(again.url).toBe(first.url);
	await again.stop();
	const port = Number(new URL(first.url).port);
	const stranger = Bun.serve({ hostname: "127.0.0.1", port, fetch: () => new Response() });
	const moved = await startPostgres(folder, ["fsync=off"]);
	expect(new URL(moved.url).port).not.toBe(String(port));
	await administer((sql) => sql`select 1`, moved.url);
	await moved.stop();
	await stranger.stop(true);
	await removeFolders(folder, moved.folder);
});
