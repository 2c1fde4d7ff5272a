/** What the database's failures look like from outside. */
import { describe, expect, test } from "bun:test";
import { type AddressInfo, connect, createServer } from "node:net";
import { createDatabase } from "../../src/db/database.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import {
	administer,
	createTestDatabase,
	failureOf,
	lockTasks,
	newUser,
	startServer,
	waitsForLock,
} from "../harness.ts";
import { openProxy } from "../proxy.ts";

const unavailable = {
	status: 503,
	data: null,
	code: "SERVICE_UNAVAILABLE",
	message: "Service temporarily unavailable",
};

const status = async (response: Promise<Response>) => (await response).status;

describe("while the database is away", () => {
	test("every operation answers 503 within the deadline, liveness 200, and all is well within a second of its return", async () => {
		const way = await openProxy(await createTestDatabase());
		const deadline = 2_000;
		await using server = await startServer({ databaseUrl: way.url, deadline });
		const user = newUser();
		const list = () => server.request(`/api/${user}/tasks`, { user });
		expect(await status(list())).toBe(200);
		expect(await status(server.request("/health/ready"))).toBe(200);

		for (let outage = 0; outage < 2; outage++) {
			way.cut();
			const started = performance.now();
			const answers = await Promise.all([
				...Array.from({ length: 20 }, list),
				server.request(`/api/${user}/tasks`, { method: "POST", user, json: { title: "t" } }),
			]);
			for (const answer of answers) expect(await failureOf(answer)).toEqual(unavailable);
			expect(performance.now() - started).toBeLessThan(deadline + 500);
			expect(await status(server.request("/health/live"))).toBe(200);
			expect(await status(server.request("/health/ready"))).toBe(503);

			await way.mend();
			const mended = performance.now();
			while ((await status(list())) !== 200) expect(performance.now() - mended).toBeLessThan(1_000);
			expect(await Promise.all(Array.from({ length: 20 }, () => status(list())))).toEqual(Array(20).fill(200));
			expect(await status(server.request("/health/ready"))).toBe(200);
		}
	});

	test("every answer comes in time where a network swallows what is sent, and all is well soon after it stops", async () => {
		const way = await openProxy(await createTestDatabase());
		const deadline = 1_500;
		await using server = await startServer({ databaseUrl: way.url, deadline });
		const user = newUser();
		const list = () => status(server.request(`/api/${user}/tasks`, { user }));
		expect(await Promise.all(Array.from({ length: 10 }, () => list()))).toEqual(Array(10).fill(200));

		way.swallow(true);
		const started = performance.now();
		const answers = Promise.all(Array.from({ length: 20 }, () => list()));
		while ((await status(server.request("/health/ready"))) !== 503) await Bun.sleep(20);
		expect(performance.now() - started).toBeLessThan(2_000);
		expect(await answers).toEqual(Array(20).fill(503));
		expect(performance.now() - started).toBeLessThan(deadline + 500);

		way.swallow(false);
		const mended = performance.now();
		while ((await list()) !== 200) await Bun.sleep(20);
		expect(performance.now() - mended).toBeLessThan(2_000);
		way.cut();
	});

	test("all is well soon after, too, where the first statement of a new connection was swallowed", async () => {
		let isSwallowing = true;
		const way = await openProxy(await createTestDatabase(), () => (data) => {
			if (isSwallowing && data.includes("pg_backend_pid")) way.swallow(true);
		});
		await using server = await startServer({ databaseUrl: way.url });
		const user = newUser();
		const list = () => status(server.request(`/api/${user}/tasks`, { user }));
		expect(await list()).toBe(503);

		isSwallowing = false;
		way.swallow(false);
		const mended = performance.now();
		while ((await list()) !== 200) expect(performance.now() - mended).toBeLessThan(1_000);
		way.cut();
	});

	test("a command fails where a network swallows one of its statements, instead of waiting for ever", async () => {
		const way = await openProxy(await createTestDatabase(), () => (data) => {
			if (data.includes("clock_timestamp")) way.swallow(true);
		});
		const working = inTransaction(way.url, (db) => db.query("select clock_timestamp()", []), 250);
		await expect(working).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
		way.cut();
	});

	test("a question for readiness waits no longer than until it is answered", async () => {
		const way = await openProxy(await createTestDatabase());
		way.cut();
		const db = createDatabase({ url: way.url, size: 1, deadline: 2_000 });
		await expect(db.ready()).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
		while (db.state().waiting > 0) await Bun.sleep(20);
		await db.close();
	});

	test("a server can start, and serves once the database is there", async () => {
		const way = await openProxy(await createTestDatabase());
		way.cut();
		await using server = await startServer({ databaseUrl: way.url });
		expect(await status(server.request("/health/ready"))).toBe(503);
		await way.mend();
		const mended = performance.now();
		while ((await status(server.request("/health/ready"))) !== 200)
			expect(performance.now() - mended).toBeLessThan(1_000);
	});
});

describe("a connection that dies", () => {
	test("fails at most the statement that it carried; the next ones work", async () => {
		const databaseUrl = await createTestDatabase();
		await using server = await startServer({ databaseUrl, deadline: 2_000 });
		const user = newUser();
		for (let round = 0; round < 10; round++) {
			const requests = Array.from({ length: 20 }, () => server.request(`/api/${user}/tasks`, { user }));
			await administer(
				(sql) => sql`select pg_terminate_backend(pid) from pg_stat_activity
					where datname = current_database() and pid <> pg_backend_pid()`,
				databaseUrl,
			);
			for (const answer of await Promise.all(requests)) expect([200, 503]).toContain(answer.status);
			const killed = performance.now();
			while ((await status(server.request("/health/ready"))) !== 200)
				expect(performance.now() - killed).toBeLessThan(1_000);
		}
	});

	test("has its read run once more, and its write not, since that may have been done", async () => {
		const databaseUrl = await createTestDatabase();
		const db = createDatabase({ url: databaseUrl, size: 1, deadline: 5_000 });
		const interrupted = async (statement: string) => {
			const running = db.query(statement, []).then(
				(rows) => rows.length,
				({ code }) => code,
			);
			await administer(async (sql) => {
				const end = () => sql`
					select pg_terminate_backend(pid) from pg_stat_activity
					where datname = current_database() and query = ${statement} and state = 'active'`;
				while ((await end()).length === 0) await Bun.sleep(5);
			}, databaseUrl);
			return running;
		};
		expect(await interrupted("-- nap\nselect pg_sleep(0.4)")).toBe(1);
		expect(await interrupted("insert into users select pg_sleep(0.4)::text")).toBe("SERVICE_UNAVAILABLE");
		await db.close();
	});
});

describe("a database that is slow", () => {
	test("costs a request its deadline and no more, and the others nothing", async () => {
		const databaseUrl = await createTestDatabase();
		await using server = await startServer({ databaseUrl, deadline: 500, poolSize: 2 });
		const user = newUser();
		const api = server.api(user);
		const created = await api.createTask({ user_id: user, body: { title: "t" } });
		if (!created.ok) throw new Error(created.error.message);
		const unlock = await lockTasks(databaseUrl);
		const started = performance.now();
		const blocked = await server.request(`/api/${user}/tasks/${created.data.id}/complete`, { method: "PATCH", user });
		const waited = performance.now() - started;
		await unlock();
		expect(await failureOf(blocked)).toEqual(unavailable);
		expect(waited).toBeGreaterThan(450);
		expect(waited).toBeLessThan(1_500);
		expect((await api.listTasks({ user_id: user })).status).toBe(200);
	});

	test("gets its connection taken away, so that the next statement has one", async () => {
		const db = createDatabase({ url: await createTestDatabase(), size: 1, deadline: 300 });
		const slow = db.query("select pg_sleep(30)", []);
		await expect(slow).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
		expect(await db.query("select 1 as one", [])).toEqual([{ one: 1 }]);
		await db.close();
	});

	test("is spared what would have to wait more than a second, and nobody hears of it sooner", async () => {
		const db = createDatabase({ url: await createTestDatabase(), size: 1, deadline: 5_000 });
		const started = performance.now();
		const results = await Promise.all(
			Array.from({ length: 20 }, () =>
				db.query("select pg_sleep(0.2)", []).then(
					() => ({ code: "", after: performance.now() - started }),
					({ code }) => ({ code, after: performance.now() - started }),
				),
			),
		);
		await db.close();
		const refused = results.filter(({ code }) => code !== "");
		// Five or six have their turn within a second.
		expect(20 - refused.length).toBeWithin(3, 8);
		for (const { code, after } of refused) {
			expect(code).toBe("SERVICE_UNAVAILABLE");
			expect(after).toBeWithin(950, 2_500);
		}
	});
});

describe("a statement that the database itself ends is a 503", () => {
	const serverWithTask = async (setting: string) => {
		const databaseUrl = await createTestDatabase();
		const server = await startServer({ databaseUrl: `${databaseUrl}?${setting}` });
		const user = newUser();
		const created = await server.api(user).createTask({ user_id: user, body: { title: "t" } });
		if (!created.ok) throw new Error(created.error.message);
		const path = `/api/${user}/tasks/${created.data.id}/complete`;
		return { databaseUrl, server, change: () => server.request(path, { method: "PATCH", user }) };
	};

	test.each(["lock_timeout=50", "statement_timeout=50"])("by %s", async (setting) => {
		const { databaseUrl, server, change } = await serverWithTask(setting);
		const unlock = await lockTasks(databaseUrl);
		const ended = await change();
		await unlock();
		expect(await failureOf(ended)).toEqual(unavailable);
		expect(await status(change())).toBe(200);
		await server.stop();
	});

	test("because an isolation level above its default cannot hold", async () => {
		const { databaseUrl, server, change } = await serverWithTask("default_transaction_isolation=serializable");
		const ended = await administer(
			(sql) =>
				sql.begin(async (other) => {
					await other`update tasks set version = version + 1`;
					const waiting = change();
					await waitsForLock(databaseUrl);
					return { waiting };
				}),
			databaseUrl,
		);
		expect(await failureOf(await ended.waiting)).toEqual(unavailable);
		expect(await status(change())).toBe(200);
		await server.stop();
	});

	test("because its tables are gone, as they are until a backup is restored", async () => {
		const { databaseUrl, server, change } = await serverWithTask("");
		await administer((sql) => sql`alter table tasks rename to elsewhere`, databaseUrl);
		expect(await failureOf(await change())).toEqual(unavailable);
		await administer((sql) => sql`alter table elsewhere rename to tasks`, databaseUrl);
		expect(await status(change())).toBe(200);
		await server.stop();
	});
});

test("a database that takes long to let somebody in is waited for, by few at a time", async () => {
	const databaseUrl = await createTestDatabase();
	const { port, hostname } = new URL(databaseUrl);
	const slow = createServer((client) => {
		client.on("error", () => {});
		setTimeout(() => client.pipe(connect(Number(port), hostname).on("error", () => {})).pipe(client), 1_700);
	});
	await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
	const url = Object.assign(new URL(databaseUrl), { port: (slow.address() as AddressInfo).port });
	const db = createDatabase({ url: url.href, size: 2, deadline: 5_000 });
	const ask = () => db.query("select 1 as one", []).catch(({ code }) => code);
	// The first attempts come to something, although others have been made since, and given up.
	expect(await Promise.all([ask(), ask()])).toEqual(["SERVICE_UNAVAILABLE", "SERVICE_UNAVAILABLE"]);
	expect(await ask()).toEqual([{ one: 1 }]);
	await db.close();
	slow.close();
});

test("a statement never waits for a slow one that somebody else sent", async () => {
	const db = createDatabase({ url: await createTestDatabase(), size: 2, deadline: 30_000 });
	// One of the two connections is busy all the time.
	let isSlowOver = false;
	const slow = db.query("select pg_sleep(1.5)", []).then(() => {
		isSlowOver = true;
	});
	for (let round = 0; round < 5; round++) {
		const quick = Array.from({ length: 30 }, (_, n) => db.query("select $1::int as n", [n]));
		expect(await Promise.all(quick)).toEqual(quick.map((_, n) => [{ n }]));
		expect(isSlowOver).toBe(false);
	}
	await slow;
	await db.close();
});

test("values come as the contract has them: integers as numbers, instants with their microseconds in UTC", async () => {
	const db = createDatabase({ url: await createTestDatabase(), size: 1, deadline: 5_000 });
	const rows = await db.query(
		"select 9007199254740991::bigint as large, timestamptz '2026-02-05 10:30:00.000001+01' as instant, timestamptz '2026-02-05 09:30:00Z' as whole",
		[],
	);
	await db.close();
	expect(rows).toEqual([
		{ large: 9007199254740991, instant: "2026-02-05T09:30:00.000001Z", whole: "2026-02-05T09:30:00Z" },
	]);
});

test("an id that a JSON number cannot hold is a 500 and an error in the log, never another id", async () => {
	await using server = await startServer();
	const user = newUser();
	await administer(
		(sql) =>
			sql.unsafe(`
        insert into users values ('${user}');
        insert into tasks (id, user_id, title) overriding system value
        values (9007199254740991, '${user}', 'the last'), (9007199254740993, '${user}', 'too large')`),
		server.databaseUrl,
	);
	const path = `/api/${user}/tasks`;
	const list = await server.request(path, { user });
	expect(await failureOf(list)).toMatchObject({ status: 500, code: "INTERNAL_ERROR" });
	const line = server.logged.find((text) => text.includes('"status":500'));
	expect(line).toContain("9007199254740993 is too large for a JSON number");

	// The connection goes on to serve, and what fits is answered as it is.
	const last = `${path}/9007199254740991`;
	expect(await status(server.request(last, { user }))).toBe(200);
});

test("an address that Neon gives out works as it is", async () => {
	const url = new URL(await createTestDatabase());
	url.searchParams.set("channel_binding", "require");
	const db = createDatabase({ url: url.href, size: 1, deadline: 5_000 });
	expect(await db.query("select 1 as one", [])).toEqual([{ one: 1 }]);
	await db.close();
});
