/** What the log tells of requests and their statements, for whoever looks for the reason. */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { readable } from "../../src/observe/log-terminal.ts";
import { outcome, saidUntil } from "../command.ts";
import { lockTasks, startServer, type TestServer, waitsForLock } from "../harness.ts";

const logged = (server: TestServer, id: string) =>
	server.logged.map((line) => JSON.parse(line)).filter(({ request_id }) => request_id === id);

describe("a statement that takes longer than 200 ms is logged by its name", () => {
	test("with its request's id and trace, once it has ended", async () => {
		await using server = await startServer();
		const unlock = await lockTasks(server.databaseUrl);
		const trace = "0af7651916cd43dd8448eb211c80319c";
		const answer = server.request("/api/a/tasks/1", {
			user: "a",
			headers: { "x-request-id": "slow-1", traceparent: `00-${trace}-b7ad6b7169203331-00` },
		});
		await waitsForLock(server.databaseUrl);
		await Bun.sleep(210);
		await unlock();
		expect((await answer).status).toBe(404);
		const [statement, request, ...others] = logged(server, "slow-1");
		expect(others).toEqual([]);
		expect(statement).toMatchObject({
			level: 40,
			msg: "slow statement",
			statement: "getTask",
			given_up: false,
			trace_id: trace,
		});
		expect(statement.ms).toBeGreaterThan(200);
		// The request ran another one afterwards.
		expect(request).toMatchObject({ msg: "request", trace_id: trace });
		expect(request.statement_ms).toBeGreaterThan(statement.ms);
		expect(request.statement_ms).toBeLessThan(request.ms);
	});

	test("also where it was given up at its deadline", async () => {
		await using server = await startServer({ deadline: 300 });
		// The time until it is connected is not the statement's.
		await server.request("/health/ready");
		const unlock = await lockTasks(server.databaseUrl);
		const answer = await server.request("/api/a/tasks", { user: "a", headers: { "x-request-id": "slow-2" } });
		expect(answer.status).toBe(503);
		await unlock();
		const lines = logged(server, "slow-2");
		expect(lines.find(({ msg }) => msg === "slow statement")).toMatchObject({ statement: "listTasks", given_up: true });
		const request = lines.find(({ msg }) => msg === "request");
		expect(request.statement_ms).toBeGreaterThan(200);
	});
});

test("each request that could not be served in time says why", async () => {
	await using server = await startServer({ deadline: 300 });
	const unlock = await lockTasks(server.databaseUrl);
	const ids = Array.from({ length: 40 }, (_, index) => `late-${index}`);
	await Promise.all(ids.map((id) => server.request("/api/a/tasks", { user: "a", headers: { "x-request-id": id } })));
	await unlock();
	const causes = ids.flatMap((id) => logged(server, id)).filter(({ status }) => status === 503);
	expect(causes).toHaveLength(ids.length);
	for (const { error } of causes) expect(error).toBeString();
	expect(causes.map(({ error }) => error)).toContain("the caller's share was in use all the time");
});

describe("the log of a process", () => {
	const log = join(import.meta.dir, "../../src/observe/log.ts");
	/** Logs six megabytes at once, more than may wait, and says on standard error when all is over. */
	const program = `
		import { createLog } from ${JSON.stringify(log)};
		const { events, close } = createLog("info");
		for (let line = 0; line < 6000; line++) events.info({ text: "x".repeat(1000) }, "line");
		await close();
		console.error("over");
		process.exit(0);`;
	const running = (reader: string) =>
		Bun.spawn(["sh", "-c", `"$0" -e "$1" | ${reader}`, process.execPath, program], {
			stdio: ["ignore", "pipe", "pipe"],
			detached: true,
		});

	test("loses lines where they come faster than anybody takes them, and says how many", async () => {
		const { output } = await outcome(running("cat"));
		const lines = output.split("\n").map((line) => JSON.parse(line));
		const written = lines.filter(({ msg }) => msg === "line").length;
		const [loss, ...others] = lines.filter(({ msg }) => msg !== "line");
		expect(others).toEqual([]);
		expect(written).toBeGreaterThan(3000);
		expect(loss).toMatchObject({ level: 40, msg: "the log lost lines: nobody took them", lines: 6000 - written });
	});

	test("does not keep it from ending, though nobody takes any line", async () => {
		const child = running("sleep 60");
		expect(await saidUntil("over", child.stderr)).toBe("over\n");
		process.kill(-child.pid, "SIGKILL");
	});
});

describe("the trace of a request", () => {
	const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
	const parent = "00f067aa0ba902b7";
	test.each<[string, string | undefined, string | undefined]>([
		["is that of its traceparent", `00-${trace}-${parent}-01`, trace],
		["also of a later version", `01-${trace}-${parent}-01-more`, trace],
		["is left out where there is none", undefined, undefined],
		["where it says too much", `00-${trace}-${parent}-01-more`, undefined],
		["where its version is none", `ff-${trace}-${parent}-01`, undefined],
		["where it is no trace", `00-${"0".repeat(32)}-${parent}-01`, undefined],
		["where it has no parent", `00-${trace}-${"0".repeat(16)}-01`, undefined],
		["where it is not hexadecimal", `00-${"x".repeat(32)}-${parent}-01`, undefined],
		["where it is in upper case", `00-${trace.toUpperCase()}-${parent}-01`, undefined],
		["where it is something else", `${trace}"},{`, undefined],
	])("%s: %s", async (_, traceparent, expected) => {
		await using server = await startServer({ databaseUrl: nowhere });
		await server.request("/health/live", { headers: traceparent === undefined ? {} : { traceparent } });
		const [line] = server.logged.map((text) => JSON.parse(text));
		expect(line.msg).toBe("request");
		expect(line.trace_id).toBe(expected);
	});
});

test("in a terminal a failure is followed by its stack", () => {
	const lines = readable(
		JSON.stringify({
			level: 50,
			time: Date.now(),
			pid: 1,
			method: "GET",
			route: "/x",
			status: 500,
			ms: 1.5,
			error: { stack: "Error: no\n    at here" },
			msg: "request",
		}),
	).split("\n");
	expect(Bun.stripANSI(lines[0] as string)).toEndWith("GET /x 500 1.5 ms");
	expect(lines.slice(1)).toEqual(["  Error: no", "    at here"]);
});

const nowhere = "postgres://nobody@127.0.0.1:1/none";
