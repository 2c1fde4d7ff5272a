/** What `bun run bench` makes of its rounds, and what it says where something is missing. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import type { Measured } from "../../load/bench/measure.ts";
import { comparisonTable, doubts, quartiles, verdict } from "../../load/bench/report.ts";
import { outcomeOf } from "../command.ts";

/** A comparison whose two sides cost so many microseconds per request, round by round. */
function measured(side: readonly number[], against: readonly number[]): Measured {
	const sample = (server: number) => ({ server, database: 30, both: 30 + server, rate: 1e6 / server, p50: 1, p99: 2 });
	return {
		name: "getTask",
		cost: "server",
		cpu: 1.25,
		rounds: side.map((cost, round) => ({ side: sample(cost), against: sample(against[round] as number) })),
	} as unknown as Measured;
}

test("a ratio is that of the rounds, which a machine that slows down for both sides leaves as it is", () => {
	const [, , row] = comparisonTable([measured([60, 120, 240], [50, 100, 200])]).split("\n");
	expect(row).toContain("| 120.0 / 100.0 ");
	expect(row).toContain("| 1.20 (1.20–1.20) | ≤ 1.25 held ");
});

test.each([
	[[1.1, 1.2, 1.24], "held"],
	[[1.2, 1.3, 1.4], "open"],
	[[1.3, 1.35, 1.4], "MISSED"],
])("ratios of %p to a target of 1.25 are told as %s", (ratios, told) => {
	expect(verdict(quartiles(ratios), 0, 1.25)).toBe(told);
});

test("quartiles lie between the values that are there", () => {
	expect(quartiles([4, 1, 3, 2])).toEqual({ low: 1.75, median: 2.5, high: 3.25 });
	expect(quartiles([7])).toEqual({ low: 7, median: 7, high: 7 });
});

test("figures of a machine that was busy with something else are not to be believed", () => {
	const [steady, unsteady] = [
		[50, 51, 52],
		[50, 60, 70],
	] as const;
	expect(doubts([measured(steady, steady)])).toEqual([]);
	for (const [side, against] of [
		[steady, unsteady],
		[unsteady, steady],
	] as const)
		expect(doubts([measured(side, against)])).toEqual([
			"getTask: do not believe it. The same work cost 55.0 µs in one round and 65.0 in another: the machine was busy with something else.",
		]);
});

test.each([
	["wrk is missing", [], { PATH: "" }, /^wrk is missing: `apt-get install wrk`$/],
	["an option is unknown", ["--fast"], {}, /^Unknown option '--fast'\nUsage: bun run bench /],
])("where %s, that is said at once", async (_, args, environment, told) => {
	const { code, errors } = await outcomeOf(
		[process.execPath, join(import.meta.dir, "../../load/bench/main.ts"), ...args],
		{ env: { PATH: process.env.PATH, ...environment } },
	);
	expect(code).toBe(1);
	expect(errors).toMatch(told);
});
