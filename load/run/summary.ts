import { stat } from "node:fs/promises";
import { join } from "node:path";

/** What k6's summary.json has of each metric: the figures of a duration in milliseconds, among others. */
export interface Summary {
	readonly metrics: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** The summary of an earlier run: a summary.json, or the folder that has it. Throws where there is none. */
export async function readSummary(path: string): Promise<Summary> {
	try {
		const file = (await stat(path)).isDirectory() ? join(path, "summary.json") : path;
		const summary: unknown = await Bun.file(file).json();
		if (typeof (summary as Summary).metrics !== "object") throw new TypeError("no metrics");
		return summary as Summary;
	} catch {
		throw new Error(
			`--compare must name the results of an earlier run, a folder or its summary.json: ${path} has none`,
		);
	}
}

/** What takes longer than before, or less long, as a table: each duration that both runs have by operation. */
export function comparison(before: Summary, now: Summary): string {
	const rows = Object.entries(now.metrics).flatMap(([name, trend]) => {
		const earlier = before.metrics[name];
		if (!earlier || !/\{.*operation:/.test(name)) return [];
		const cells = (["p(95)", "p(99)"] as const).map((quantile) => change(earlier[quantile], trend[quantile]));
		return cells.some((cell) => cell === "")
			? []
			: `  ${name.padEnd(52)}${cells.map((cell) => cell.padStart(26)).join("")}`;
	});
	return rows.length === 0
		? "Nothing to compare: the two runs have no operation in common."
		: [
				"Compared with the earlier run, in milliseconds:",
				`  ${"".padEnd(52)}${["p95", "p99"].map((head) => head.padStart(26)).join("")}`,
				...rows,
			].join("\n");
}

function change(before: number | undefined, now: number | undefined): string {
	// Nothing at all was answered in one of the runs where it is 0.
	if (!before || !now) return "";
	const percent = Math.round((now / before - 1) * 100);
	const sign = percent > 0 ? "+" : "";
	return `${before.toFixed(2)} → ${now.toFixed(2)} (${sign}${percent} %)`;
}
