/** What `bun run load concurrency` makes of its results: of the service's log, and of k6's summary. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { growthVerdict } from "../../load/run/growth.ts";

let results: string;
beforeEach(async () => {
	results = await mkdtemp(join(tmpdir(), "tasks-api-growth-"));
});
afterEach(() => rm(results, { recursive: true }));

/** Times in milliseconds: of a p95 and of a p99, with a few users and with many. */
type Times = { few: [number, number]; many: [number, number] };

/** A run in which the few worked from 1000 to 2000, and the many from 5000 to 6000. */
async function run({ k6, log }: { k6: Times; log?: Times }): Promise<void> {
	const trend = ([p95, p99]: [number, number]) => ({
		"p(95)": p95,
		"p(99)": p99,
	});
	await Bun.write(
		join(results, "summary.json"),
		JSON.stringify({
			metrics: {
				few_begins: { value: 1000 },
				few_ends: { value: 2000 },
				many_begins: { value: 5000 },
				many_ends: { value: 6000 },
				"few_duration{operation:getTask}": trend(k6.few),
				"many_duration{operation:getTask}": trend(k6.many),
			},
		}),
	);
	if (!log) return;
	const lines = (time: number, [p95, p99]: [number, number]) =>
		Array.from({ length: 100 }, (_, at) => line(time, at < 90 ? 0.1 : at < 95 ? p95 : p99));
	await Bun.write(
		join(results, "server.log"),
		[
			'{"level":30,"time":900,"msg":"listening"}',
			// While they warm up, and while the many are still coming.
			...[line(999, 900), line(4000, 900)],
			...[...lines(1500, log.few), ...lines(5500, log.many), ""],
		].join("\n"),
	);
}
const line = (time: number, ms: number) =>
	`{"level":30,"time":${time},"pid":1,"method":"GET","route":"/x","operation":"getTask","status":200,"ms":${ms},"msg":"request"}`;

const calm: Times = { few: [1, 2], many: [1, 2] };

test.each<[string, Times, boolean]>([
	["not at all", calm, true],
	["by half, which is less than a millisecond", grown(0.6, 0.9), true],
	["by 3 ms, which is less than a tenth", grown(100, 103), true],
	["by half, which is more than a millisecond", grown(4, 6), false],
])("an operation that has grown %s", async (_, log, passed) => {
	await run({ k6: calm, log });
	const verdict = growthVerdict(results, 10);
	expect(verdict.passed).toBe(passed);
	expect(verdict.text).toContain(passed ? "None has grown by more than 10 %" : "Grown by more than 10 %");
});

function grown(from: number, to: number): Times {
	return { few: [from, from], many: [to, to] };
}

test("a p99 alone that has grown is told, however the p95 is", async () => {
	await run({ k6: calm, log: { few: [1, 2], many: [1, 9] } });
	expect(growthVerdict(results, 10)).toEqual({
		passed: false,
		text: [
			"Times in ms, p95 and p99, with a few users > with many:",
			"getTask                 service 1.00 > 1.00, 2.00 > 9.00          k6 1.00 > 1.00, 2.00 > 2.00",
			"Grown by more than 10 % and 1 ms: getTask",
		].join("\n"),
	});
});

test("an operation that the many never came to is no success", async () => {
	await run({ k6: calm, log: calm });
	const log = Bun.file(join(results, "server.log"));
	await Bun.write(log, (await log.text()).replaceAll('"time":5500', '"time":9'));
	const { passed, text } = growthVerdict(results, 10);
	expect(passed).toBe(false);
	expect(text).toEndWith("Grown by more than 10 % and 1 ms: getTask");
});

test("k6's own clock does not decide while there is the service's", async () => {
	await run({ k6: grown(1, 50), log: calm });
	expect(growthVerdict(results, 10).passed).toBe(true);
});

test("k6's own clock decides where there is no other", async () => {
	await run({ k6: grown(1, 50) });
	expect(growthVerdict(results, 10).passed).toBe(false);
});

test("more may be allowed", async () => {
	await run({ k6: calm, log: grown(10, 14) });
	expect(growthVerdict(results, 10).passed).toBe(false);
	expect(growthVerdict(results, 50).passed).toBe(true);
});
