import { operations } from "./operations.generated.ts";
import type { OperationId } from "./requests.ts";

type Thresholds = Record<string, string[]>;

/** Every check holds. */
export const allChecks: Thresholds = { checks: ["rate==1"] };

/**
 * The contract's `x-slo` as thresholds: 95 and 99 % of each operation's requests within its times. Of all requests,
 * or of another metric that is tagged with the operation; narrowed by further tags.
 */
export const withinSlo = (
	ids: readonly OperationId[],
	{ metric = "http_req_duration", tags = {} as Record<string, string> } = {},
): Thresholds =>
	Object.fromEntries(
		ids.map((operation) => {
			const { p95, p99 } = operations[operation].slo;
			return [
				tagged(metric, { operation, ...tags }),
				// An operation that was never measured has kept no promise: its least time is then 0.
				[`p(95)<${p95}`, `p(99)<${p99}`, "min>0"],
			];
		}),
	);

/** The part of a metric that has these tags, as thresholds name it. */
export const tagged = (
	metric: string,
	tags: Readonly<Record<string, string>>,
): string =>
	`${metric}{${Object.entries(tags)
		.map(([name, value]) => `${name}:${value}`)
		.join()}}`;

/** What a run's summary tells of each duration. */
export const summaryTrendStats = [
	"avg",
	"med",
	"p(95)",
	"p(99)",
	"max",
	"count",
];
