/** What `bun run load concurrency` makes of its results: of the service's log, and of k6's summary. */
import { expect, test } from "bun:test";
import { growthVerdict } from "../../load/run/growth.ts";

/** Times in milliseconds: of a p95 and of a p99, with a few users and with many. */
type Times = { few: [number, number]; many: [number, number] };

/** The summary of a run in which the few worked from 1000 to 2000, and the many from 5000 to 6000. */
function summaryOf(k6: Times) {
	const trend = ([p95, p99]: [number, number]) => ({ "p(95)": p95, "p(99)": p99 });
	return {
		metrics: {
			few_begins: { value: 1000 },
			few_ends: { value: 2000 },
			many_begins: { value: 5000 },
			many_ends: { value: 6000 },
			"few_duration{operation:getTask}": trend(k6.few),
			"many_duration{operation:getTask}": trend(k6.many),
		},
	};
}

/** The service's log of that run. */
function logOf({ few, many }: Times): string {
	const lines = (time: number, [p95, p99]: [number, number]) =>
		[0.1, p95, p99].flatMap((ms, at) => Array.from({ length: at === 0 ? 90 : 5 }, () => line(time, ms)));
	return [
		'{"level":30,"time":900,"msg":"listening"}',
		// While they warm up, and while the many are still coming.
		...[line(999, 900), line(4000, 900)],
		...[...lines(1500, few), ...lines(5500, many), ""],
	].join("\n");
}
const line = (time: number, ms: number) =>
	`{"level":30,"time":${time},"pid":1,"method":"GET","route":"/x","operation":"getTask","status":200,"ms":${ms},"msg":"request"}`;

const calm: Times = { few: [1, 2], many: [1, 2] };

test.each<[string, Times, boolean]>([
	["not at all", calm, true],
	["by half, which is less than a millisecond", grown(0.6, 0.9), true],
	["by 3 ms, which is less than a tenth", grown(100, 103), true],
	["by half, which is more than a millisecond", grown(4, 6), false],
])("an operation that has grown %s", (_, log, passed) => {
	const verdict = growthVerdict(summaryOf(calm), logOf(log), 10);
	expect(verdict.passed).toBe(passed);
	expect(verdict.text).toContain(passed ? "None has grown by more than 10 %" : "Grown by more than 10 %");
});

function grown(from: number, to: number): Times {
	return { few: [from, from], many: [to, to] };
}

test("a p99 alone that has grown is told, however the p95 is", () => {
	expect(growthVerdict(summaryOf(calm), logOf({ few: [1, 2], many: [1, 9] }), 10)).toEqual({
		passed: false,
		text: [
			"Times in ms, p95 and p99, with a few users > with many:",
			"getTask                 service 1.00 > 1.00, 2.00 > 9.00          k6 1.00 > 1.00, 2.00 > 2.00",
			"Grown by more than 10 % and 1 ms: getTask",
		].join("\n"),
	});
});

test("an operation that the many never came to is no success", () => {
	const { passed, text } = growthVerdict(summaryOf(calm), logOf(calm).replaceAll('"time":5500', '"time":9'), 10);
	expect(passed).toBe(false);
	expect(text).toEndWith("Grown by more than 10 % and 1 ms: getTask");
});

test("k6's own clock does not decide while there is the service's", () => {
	expect(growthVerdict(summaryOf(grown(1, 50)), logOf(calm), 10).passed).toBe(true);
});

test("a machine that was too busy for k6 is told", () => {
	const { text } = growthVerdict(summaryOf(grown(10, 1300)), logOf(calm), 10);
	expect(text).toContain("k6 saw answers 1299 ms later than the service gave them: the machine was too busy for it.");
	expect(growthVerdict(summaryOf(grown(2, 30)), logOf(calm), 10).text).not.toContain("too busy");
});

test.each([
	["is no log", undefined],
	["are no requests in the log", '{"level":30,"time":900,"msg":"listening"}\n'],
])("k6's own clock decides where there %s", (_, log) => {
	expect(growthVerdict(summaryOf(grown(1, 50)), log, 10).passed).toBe(false);
});

test("more may be allowed", () => {
	const log = logOf(grown(10, 14));
	expect(growthVerdict(summaryOf(calm), log, 10).passed).toBe(false);
	expect(growthVerdict(summaryOf(calm), log, 50).passed).toBe(true);
});
