import type { Options } from "k6/options";
import { operations } from "./operations.generated.ts";
import type { OperationId } from "./requests.ts";

type Thresholds = NonNullable<Options["thresholds"]>;

/** A threshold that ends the run as soon as it is missed: what comes later could not mend it, or tell more. */
export const orEnd = (threshold: string, after = "10s") => ({ threshold, abortOnFail: true, delayAbortEval: after });

/** Every check holds. Where a tenth does not, something is the matter that more requests will not explain. */
export const allChecks: Thresholds = { checks: ["rate==1", orEnd("rate>0.9")] };

/** How many times as long as promised may half of all requests take before a run is hopeless. */
const hopeless = 10;

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
				[`p(95)<${p95}`, `p(99)<${p99}`, "min>0", orEnd(`med<${p95 * hopeless}`, "30s")],
			];
		}),
	);

/** The part of a metric that has these tags, as thresholds name it. */
export const tagged = (metric: string, tags: Readonly<Record<string, string>>): string =>
	`${metric}{${Object.entries(tags)
		.map(([name, value]) => `${name}:${value}`)
		.join()}}`;

/** What a run's summary tells of each duration. */
export const summaryTrendStats = ["avg", "med", "p(95)", "p(99)", "max", "count"];
