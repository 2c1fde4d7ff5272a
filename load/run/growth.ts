/** Whether requests take longer with many users than with a few: `load/concurrency.ts` has had both at work. */
import type { Summary } from "./summary.ts";

/** A difference below this is nobody's to notice, in milliseconds. */
const noticeable = 1;

/** How much later than the service k6 may see an answer, in milliseconds, before its times are about itself. */
const tooLate = 50;

interface Times {
	readonly p95: number;
	readonly p99: number;
}
/** An operation's times with a few users and with many, by one clock. */
interface Growth {
	readonly few: Times;
	readonly many: Times;
}
type Growths = ReadonlyMap<string, Growth>;

/**
 * Compares, operation by operation, the times of a run: by the service's log where there is one, else by k6, whose
 * times are mostly its own when a thousand users share its core. An operation is slower where its p95 or its p99 has
 * grown by more than so many percent and by more than a millisecond.
 */
export function growthVerdict(
	summary: Summary,
	log: string | undefined,
	degradation: number,
): { text: string; passed: boolean } {
	const byK6 = timesOfK6(summary);
	const byLog = log === undefined ? undefined : timesOfLog(log, summary, [...byK6.keys()]);
	const judged = byLog ?? byK6;
	const isSlower = ({ few, many }: Growth) =>
		(["p95", "p99"] as const).some(
			(name) =>
				// So that an operation that was never measured is no success.
				!(many[name] <= few[name] * (1 + degradation / 100)) && !(many[name] <= few[name] + noticeable),
		);
	const slower = [...judged].filter(([, growth]) => isSlower(growth)).map(([operation]) => operation);
	const passed = judged.size > 0 && slower.length === 0;
	const limit = `more than ${degradation} % and ${noticeable} ms`;
	const late = Math.max(
		...[...(byLog ?? [])].map(([operation, { many }]) => (byK6.get(operation)?.many.p95 ?? 0) - many.p95),
	);
	const rows = [...byK6].map(([operation, growth]) => {
		const own = byLog?.get(operation);
		return `${operation.padEnd(22)}  ${own ? `service ${shown(own).padEnd(32)}  ` : ""}k6 ${shown(growth)}`;
	});
	return {
		text: [
			"Times in ms, p95 and p99, with a few users > with many:",
			...rows,
			...(late > tooLate
				? [`k6 saw answers ${late.toFixed()} ms later than the service gave them: the machine was too busy for it.`]
				: []),
			passed ? `None has grown by ${limit}.` : `Grown by ${limit}: ${slower.join(", ") || "nothing was measured"}`,
		].join("\n"),
		passed,
	};
}

const shown = ({ few, many }: Growth): string =>
	(["p95", "p99"] as const).map((name) => `${few[name].toFixed(2)} > ${many[name].toFixed(2)}`).join(", ");

function timesOfK6({ metrics }: Summary): Growths {
	const timesOf = (phase: string, operation: string): Times => {
		const found = metrics[`${phase}_duration{operation:${operation}}`];
		return { p95: found?.["p(95)"] ?? Number.NaN, p99: found?.["p(99)"] ?? Number.NaN };
	};
	const operations = Object.keys(metrics).flatMap((name) => /^many_duration\{operation:(\w+)\}$/.exec(name)?.[1] ?? []);
	return new Map(
		operations.map((operation) => [operation, { few: timesOf("few", operation), many: timesOf("many", operation) }]),
	);
}

/** A line of the service's log, if it is about a request. */
interface Line {
	readonly time: number;
	readonly ms: number;
	readonly operation?: string;
}

/** Undefined where requests are not logged. */
function timesOfLog(log: string, { metrics }: Summary, operations: readonly string[]): Growths | undefined {
	const lines = log
		.split("\n")
		.filter((line) => line.includes('"msg":"request"'))
		.map((line): Line => JSON.parse(line));
	if (lines.length === 0) return undefined;
	const during = (phase: string) => {
		const begin = metrics[`${phase}_begins`]?.value ?? Number.NaN;
		const end = metrics[`${phase}_ends`]?.value ?? Number.NaN;
		return Map.groupBy(
			lines.filter(({ time }) => time > begin && time < end),
			({ operation = "" }) => operation,
		);
	};
	const [few, many] = [during("few"), during("many")];
	return new Map(
		operations.map((operation) => [
			operation,
			{ few: timesOf(few.get(operation) ?? []), many: timesOf(many.get(operation) ?? []) },
		]),
	);
}

function timesOf(lines: readonly Line[]): Times {
	const sorted = lines.map(({ ms }) => ms).toSorted((a, b) => a - b);
	const quantile = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
	return { p95: quantile(0.95), p99: quantile(0.99) };
}
