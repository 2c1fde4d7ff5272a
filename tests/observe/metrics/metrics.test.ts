/** The metrics as Prometheus scrapes them: real processes, one or several. */
import { afterAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { freePort } from "../../../db/embedded.ts";
import { childrenOf } from "../../../load/bench/processes.ts";
import { type Scrape, scrape } from "../../../load/run/scrape.ts";
import { signToken } from "../../../src/auth/sign.ts";
import { createApi, unwrap } from "../../../src/lib/api.ts";
import { createTestDatabase, lockTasks, newUser, secret, sendRaw } from "../../harness.ts";
import { failedStart, killProcesses, serve } from "../../processes.ts";

afterAll(killProcesses);

/** The service with metrics. */
async function measured(environment: Record<string, string> = {}) {
	const METRICS_PORT = String(await freePort());
	const databaseUrl = await createTestDatabase();
	const service = await serve({ DATABASE_URL: databaseUrl, METRICS_PORT, ...environment });
	const { baseUrl } = service;
	return {
		...service,
		databaseUrl,
		metrics: `http://127.0.0.1:${METRICS_PORT}/metrics`,
		/** The client, as a user. */
		api: (user: string) => createApi({ baseUrl, token: () => signToken(secret, user) }),
	};
}

/** One with which most of the tests can do. */
const service = await measured();

const home = join(import.meta.dir, "../../../src/observe/metrics");
const metricNames = /\b(http_server|db|event_loop|process|tasks_api)_\w+/g;
const requests = "http_server_request_duration_seconds";
const counted = (seen: Scrape, operation: string, status: string) =>
	seen.value(`${requests}_count`, { operation, status });

describe("the metrics", () => {
	test("count requests by operation and status, and refusals by code", async () => {
		const { api, baseUrl, metrics } = service;
		const user_id = newUser();
		const { createTask, getTask, listTasks } = api(user_id);
		const { id: task_id } = await unwrap(createTask({ user_id, body: { title: "t" } }));
		for (let again = 0; again < 3; again++) await getTask({ user_id, task_id });
		await createTask({ user_id, body: { title: "" } });
		await listTasks({ user_id: "somebody else" });
		await fetch(`${baseUrl}/api/a/tasks`);
		await fetch(`${baseUrl}/api/a/tasks`, { headers: { authorization: "Bearer nonsense" } });
		await fetch(`${baseUrl}/nowhere`);

		const seen = await scrape(metrics);
		expect(counted(seen, "createTask", "201")).toBe(1);
		expect(counted(seen, "createTask", "400")).toBe(1);
		expect(counted(seen, "getTask", "200")).toBe(3);
		expect(counted(seen, "none", "404")).toBe(1);
		const errors = seen.all("http_server_errors_total");
		for (const error of [
			{ operation: "createTask", code: "VALIDATION_ERROR", value: 1 },
			{ operation: "listTasks", code: "FORBIDDEN", value: 1 },
			{ operation: "listTasks", code: "MISSING_TOKEN", value: 1 },
			{ operation: "listTasks", code: "INVALID_TOKEN", value: 1 },
			{ operation: "none", code: "NOT_FOUND", value: 1 },
		])
			expect(errors).toContainEqual(error);
		// The first task of a user whom only the token knows: their row was missing.
		expect(seen.value("db_errors_total", { class: "23" })).toBe(1);
		expect(seen.value("db_statements_total")).toBeGreaterThanOrEqual(5);
	});

	test("tell the share of requests that kept the contract's times", async () => {
		const { api, metrics } = service;
		const user_id = newUser();
		for (let again = 0; again < 5; again++) await api(user_id).listTasks({ user_id });
		const seen = await scrape(metrics);
		const operation = "listTasks";
		const promised = seen.all("http_server_slo_ratio", { operation });
		expect(promised).toEqual([
			{ operation, seconds: "0.1", value: 0.95 },
			{ operation, seconds: "0.25", value: 0.99 },
		]);
		for (const { seconds } of promised)
			expect(seen.value(`${requests}_bucket`, { operation, status: "200", le: String(seconds) })).toBe(5);
	});

	test("tell what is under way, and what waits for a connection", async () => {
		const { api, metrics, databaseUrl } = await measured({ DB_POOL_MAX: "2" });
		const unlock = await lockTasks(databaseUrl);
		const answers = [newUser(), newUser(), newUser()].map((user_id) => api(user_id).listTasks({ user_id }));
		let seen = await scrape(metrics);
		while (seen.value("db_connections", { state: "running" }) !== 2 || seen.value("db_statements_waiting") !== 1)
			seen = await scrape(metrics);
		expect(seen.value("db_connections_max")).toBe(2);
		expect(seen.value("http_server_requests_in_flight")).toBe(3);
		await unlock();
		for (const { status } of await Promise.all(answers)) expect(status).toBe(200);
		seen = await scrape(metrics);
		expect(seen.value("db_connections", { state: "running" })).toBe(0);
		expect(seen.value("http_server_requests_in_flight")).toBe(0);
	});

	test("tell of the process", async () => {
		const { metrics } = service;
		const before = Date.now() / 1000;
		let seen = await scrape(metrics);
		while (seen.value("event_loop_delay_seconds_count") < 3) seen = await scrape(metrics);
		expect(seen.type).toBe("text/plain; version=0.0.4; charset=utf-8");
		expect(seen.all("tasks_api_build_info")).toEqual([{ version: expect.any(String), bun: Bun.version, value: 1 }]);
		expect(seen.value("process_resident_memory_bytes")).toBeGreaterThan(2e7);
		expect(seen.value("process_cpu_seconds_total")).toBeGreaterThan(0);
		expect(seen.value("process_start_time_seconds")).toBeLessThan(before);
	});

	test("are those that the alerts and the dashboard ask for", async () => {
		const { names } = await scrape(service.metrics);
		for (const file of ["alerts.yaml", "alerts.test.yaml", "grafana.json"]) {
			const text = await Bun.file(join(home, file)).text();
			const asked = new Set(text.match(metricNames));
			expect(asked.size).toBeGreaterThan(4);
			for (const name of asked) expect([file, names.has(name)]).toEqual([file, true]);
		}
	});

	test("are as many as before, whatever clients send, and name no user and no path", async () => {
		const { baseUrl, metrics, api } = service;
		const send = (seed: string) =>
			Promise.all([
				fetch(`${baseUrl}/${seed}`),
				fetch(`${baseUrl}/api/${seed}/tasks`, { method: "PATCH" }),
				fetch(`${baseUrl}/api/${seed}/tasks?${seed}`, {
					headers: { authorization: `Bearer ${seed}`, "x-request-id": seed },
				}),
				api(seed).getTask({ user_id: seed, task_id: 1 }),
			]);
		await send(newUser());
		const before = (await scrape(metrics)).text.split("\n").length;
		for (let more = 0; more < 50; more++) await send(newUser());
		const { text } = await scrape(metrics);
		expect(text.split("\n")).toHaveLength(before);
		expect(text).not.toContain("user-");
	});

	test("are the sum over all workers, of which one that dies takes nothing away", async () => {
		const { child, baseUrl, metrics } = await measured({ WORKERS: "2" });
		const get = async (times: number) => {
			for (let sent = 0; sent < times; sent++)
				await fetch(`${baseUrl}/health/live`, { headers: { connection: "close" } });
		};
		const bothServe = async () => {
			while ((await scrape(metrics)).value("tasks_api_workers") !== 2) await Bun.sleep(10);
		};
		await bothServe();
		await get(40);
		const live = async () => counted(await scrape(metrics), "getLiveness", "200");
		expect(await live()).toBe(40);
		for (const pid of childrenOf(child.pid).slice(0, 1)) process.kill(pid, "SIGKILL");
		expect(await live()).toBe(40);
		await bothServe();
		await get(10);
		expect(await live()).toBe(50);
	});
});

describe("the metrics' port", () => {
	test("has nothing else, and the service's own port no metrics", async () => {
		const { baseUrl, metrics } = service;
		expect((await fetch(new URL("/", metrics))).status).toBe(404);
		expect((await fetch(metrics, { method: "POST" })).status).toBe(405);
		expect((await fetch(`${baseUrl}/metrics`)).status).toBe(404);
	});

	test.each([
		["no Host, as HTTP/1.0 may", "GET /metrics HTTP/1.0\r\n\r\n"],
		["a Host that is none", "GET /metrics HTTP/1.1\r\nHost: [::::\r\nConnection: close\r\n\r\n"],
	])("answers whoever sends %s", async (_, request) => {
		const answer = await sendRaw(service.metrics, request);
		expect(answer).toStartWith("HTTP/1.1 200 OK");
	});

	test("that is taken ends the start with one line, by one process or by several", async () => {
		const { metrics, databaseUrl } = service;
		for (const WORKERS of ["1", "2"]) {
			const METRICS_PORT = new URL(metrics).port;
			const second = { DATABASE_URL: databaseUrl, METRICS_PORT, WORKERS, LOG_LEVEL: "silent" };
			expect(await failedStart(second)).toEqual({
				code: 1,
				output: "",
				errors: "METRICS_PORT is taken: another process listens there. Stop it, or choose another METRICS_PORT.",
			});
		}
	});
});
