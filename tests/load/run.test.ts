/** `bun run load` as somebody meets it who asks for something that is not there. */
import { expect, test } from "bun:test";
import { chmod, readdir } from "node:fs/promises";
import { join } from "node:path";
import { busyShare, cpuTimes } from "../../load/run/busy.ts";
import { scrape } from "../../load/run/scrape.ts";
import { quantile } from "../../load/run/service-times.ts";
import { comparison } from "../../load/run/summary.ts";
import { outcomeOf } from "../command.ts";
import { removeFolders, temporaryFolder } from "../folder.ts";

const root = join(import.meta.dir, "../..");
const load = (args: readonly string[], environment = {}) =>
	outcomeOf([process.execPath, join(root, "load/run.ts"), ...args], {
		env: { HOME: process.env.HOME, ...environment },
	});

test.each([
	["no scenario", []],
	["an unknown scenario", ["nope"]],
	["two scenarios", ["smoke", "crud"]],
	["an unknown option", ["smoke", "--fast"]],
])("%s is told every scenario and option that there is", async (_, args) => {
	const { code, errors } = await load(args);
	expect(code).toBe(1);
	const scripts = (await readdir(join(root, "load"))).filter((name) => name.endsWith(".ts") && name !== "run.ts");
	expect(scripts.length).toBeGreaterThan(5);
	for (const script of scripts) expect(errors).toContain(script.slice(0, -3));
	for (const option of ["--url", "--metrics", "--compare", "--tokens", "--users", "--duration"])
		expect(errors).toContain(option);
});

test("an address that is none is told so", async () => {
	const { code, errors } = await load(["smoke", "--url", "staging"]);
	expect([code, errors]).toEqual([1, "--url must be an address like https://staging.example.org"]);
});

test("an address without metrics is told so", async () => {
	const server = Bun.serve({
		port: 0,
		routes: { "/": new Response("<!doctype html>") },
		fetch: () => new Response(null, { status: 404 }),
	});
	const page = String(server.url);
	const elsewhere = String(new URL("/elsewhere", page));
	await expect(scrape(page)).rejects.toThrow(`There are no metrics at ${page}, but something else: <!doctype html>`);
	await expect(scrape(elsewhere)).rejects.toThrow(`There are no metrics at ${elsewhere}: 404`);
	await server.stop(true);
	await expect(scrape(page)).rejects.toThrow(`There are no metrics at ${page}: no answer`);
});

test("an earlier run that is none is told so before anything starts", async () => {
	const { code, errors } = await load(["smoke", "--compare", "nowhere"]);
	expect([code, errors]).toEqual([
		1,
		"--compare must name the results of an earlier run, a folder or its summary.json: nowhere has none",
	]);
});

test("two runs are compared by what both have measured of an operation", () => {
	const run = (p95: number) => ({
		metrics: {
			"http_req_duration{operation:getTask}": { "p(95)": p95, "p(99)": 10 },
			[`http_req_duration{operation:only${p95}}`]: { "p(95)": 1, "p(99)": 1 },
			http_req_duration: { "p(95)": p95, "p(99)": p95 },
			"checks{operation:getTask}": {},
		},
	});
	const lines = comparison(run(2), run(3)).split("\n");
	expect(lines).toHaveLength(3);
	expect(lines[2]).toMatch(
		/^ {2}http_req_duration\{operation:getTask\} +2\.00 → 3\.00 \(\+50 %\) +10\.00 → 10\.00 \(0 %\)$/,
	);
});

test("how busy the machine was is what its cores did not spend idle", () => {
	expect(busyShare({ idle: 1_000, total: 1_600 }, { idle: 1_150, total: 1_800 })).toBeCloseTo(0.25);

	const before = cpuTimes();
	const start = process.cpuUsage();
	while (process.cpuUsage(start).user < 300_000); // microseconds of work
	const after = cpuTimes();
	expect(after.total - before.total - (after.idle - before.idle)).toBeGreaterThan(200);
	expect(busyShare(before, after)).toBeWithin(0.01, 1.01);
});

test("a quantile is read off buckets as Prometheus reads it", () => {
	const buckets = [
		{ upTo: 10, count: 50 },
		{ upTo: 20, count: 90 },
		{ upTo: 100, count: 100 },
		{ upTo: Number.POSITIVE_INFINITY, count: 101 },
	];
	expect(quantile(0.5, buckets)).toBeCloseTo(10.125);
	expect(quantile(0.95, buckets)).toBeCloseTo(67.6);
	// All that is known is that it took longer than the last limit.
	expect(quantile(0.999, buckets)).toBe(100);
});

test("a machine without k6 is told in one line how to get it", async () => {
	const { code, errors } = await load(["smoke"], { PATH: "", HOME: "/none" });
	expect(code).toBe(1);
	expect(errors).toStartWith("k6 is missing: ");
	expect(errors.split("\n")).toHaveLength(1);
});

test("the k6 that install-k6 has built is found, without a word about where it is", async () => {
	await using home = await temporaryFolder("home");
	const k6 = join(home.path, ".cache/tasks-api/k6-2.2.0/k6");
	// Building the real one takes minutes: this one only shows that it was run.
	await Bun.write(k6, "#!/bin/sh\nexit 42\n");
	await chmod(k6, 0o755);
	const environment = { PATH: "/usr/bin:/bin", HOME: home.path };
	expect((await outcomeOf([join(root, "load/install-k6")], { env: environment })).output).toBe(k6);

	const url = "http://127.0.0.1:1";
	const { code, output } = await load(["smoke", "--url", url], environment);
	expect(code).toBe(42);
	await removeFolders(join(root, output.replace("Results: ", "")));
});
