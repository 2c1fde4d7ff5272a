import type { Measured, Sample } from "./measure.ts";

interface Quartiles {
	readonly low: number;
	readonly median: number;
	readonly high: number;
}

/** How far a cost's quartiles may lie apart, as a share of its median, before it tells more about the machine. */
const calm = 0.1;

const head = [
	"",
	"CPU µs / of the other",
	"ratio",
	"target",
	"requests/s / of the other",
	"ratio",
	"target",
	"p50 ms",
	"p99 ms",
	"PostgreSQL µs",
];

/** The comparisons as a Markdown table: medians, and of the ratios of each round the quartiles, too. */
export const comparisonTable = (all: readonly Measured[]): string =>
	table([
		head,
		...all.map(({ name, cost, cpu, rate, rounds }) => {
			const pair = (figure: keyof Sample, digits = 0) =>
				(["side", "against"] as const)
					.map((side) => format(quartiles(rounds.map((round) => round[side][figure])).median, digits))
					.join(" / ");
			const ratio = (figure: keyof Sample) =>
				quartiles(rounds.map(({ side, against }) => side[figure] / against[figure]));
			const [costs, rates] = [ratio(cost), ratio("rate")];
			return [
				...[name, pair(cost, 1), shown(costs), `≤ ${cpu} ${verdict(costs, 0, cpu)}`],
				...[pair("rate"), shown(rates), rate ? `≥ ${rate} ${verdict(rates, rate, Number.POSITIVE_INFINITY)}` : ""],
				...[pair("p50", 2), pair("p99", 2), pair("database", 1)],
			];
		}),
	]);

/** A line for each comparison that is not to be believed: the same work did not cost the same in each round. */
export const doubts = (all: readonly Measured[]): string[] =>
	all.flatMap(({ name, cost, rounds }) => {
		const costs = (["side", "against"] as const).map((side) => quartiles(rounds.map((round) => round[side][cost])));
		const unsteady = costs.find(({ low, median, high }) => high - low > calm * median);
		if (!unsteady) return [];
		const range = `${format(unsteady.low, 1)} µs in one round and ${format(unsteady.high, 1)} in another`;
		return `${name}: do not believe it. The same work cost ${range}: the machine was busy with something else.`;
	});

/** Whether a figure is within its bounds: as long as its quartiles lie on both sides of one, nobody can tell. */
export function verdict({ low, high }: Quartiles, least: number, most: number): string {
	if (low >= least && high <= most) return "held";
	return high < least || low > most ? "MISSED" : "open";
}

/** The median, and the medians of the two halves beside it, interpolated where there are few values. */
export function quartiles(values: readonly number[]): Quartiles {
	const sorted = values.toSorted((a, b) => a - b);
	const at = (share: number): number => {
		const place = share * (sorted.length - 1);
		const [below = Number.NaN, above = below] = sorted.slice(Math.floor(place));
		return below + (above - below) * (place % 1);
	};
	return { low: at(0.25), median: at(0.5), high: at(0.75) };
}

const format = (value: number, digits = 0): string =>
	value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const shown = ({ low, median, high }: Quartiles): string =>
	`${format(median, 2)} (${format(low, 2)}–${format(high, 2)})`;

/** A Markdown table that can be read in a terminal, too. The first row is its head. */
function table(rows: readonly (readonly string[])[]): string {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	const lines = rows.map(
		(row) => `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width)).join(" | ")} |`,
	);
	return [lines[0], `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...lines.slice(1)].join("\n");
}
