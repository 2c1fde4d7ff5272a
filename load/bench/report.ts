import type { Comparison } from "./compare.ts";
import type { Figure } from "./growth.ts";
import type { Bare } from "./pgbench.ts";

const verdict = (held: boolean): string => (held ? "held" : "MISSED");
const number = (value: number, digits = 0): string =>
	value.toLocaleString("en", {
		minimumFractionDigits: digits,
		maximumFractionDigits: digits,
	});

/** Prints each operation against the floor. CPU times are in microseconds per request. */
export function showComparisons(comparisons: readonly Comparison[]): void {
	print(
		[
			...["operation", "CPU µs", "floor", "ratio", "target", ""],
			...["req/s", "floor", "ratio", "target", ""],
			...["p50 ms", "p99 ms", "PostgreSQL µs", "floor"],
		],
		comparisons.map(({ operation, service, floor, ratio }) => [
			operation.name,
			number(service.server, 1),
			number(floor.server, 1),
			number(ratio.server, 2),
			`≤ ${operation.cpu}`,
			verdict(ratio.server <= operation.cpu),
			number(service.rate),
			number(floor.rate),
			number(ratio.rate, 2),
			...(operation.rate ? [`≥ ${operation.rate}`, verdict(ratio.rate >= operation.rate)] : ["", ""]),
			number(service.p50, 2),
			number(service.p99, 2),
			...(operation.rate ? [number(service.database, 1), number(floor.database, 1)] : ["", ""]),
		]),
	);
}

/** Prints figures against their targets. */
export function showFigures(figures: readonly Figure[]): void {
	print(
		["figure", "", "target", ""],
		figures.map(({ name, value, target, held }) => [name, value, target, verdict(held)]),
	);
}

/** Prints what pgbench got out of PostgreSQL. */
export function showBare(results: readonly Bare[]): void {
	print(
		["pgbench, 15 connections", "statements/s", "PostgreSQL µs"],
		results.map(({ statement, rate, database }) => [statement, number(rate), number(database, 1)]),
	);
}

/** A table with its first column to the left, the others to the right. */
function print(head: readonly string[], rows: readonly (readonly string[])[]): void {
	const widths = head.map((title, at) => Math.max(...[title, ...rows.map((row) => row[at] ?? "")].map(length)));
	for (const row of [head, ...rows])
		console.log(
			row
				.map((cell, at) => {
					const width = widths[at] as number;
					return at === 0 ? cell.padEnd(width) : cell.padStart(width);
				})
				.join("  ")
				.trimEnd(),
		);
	console.log();
}

const length = (text: string): number => text.length;
