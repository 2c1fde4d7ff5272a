import { type Sample, type Scrape, scrape } from "./scrape.ts";

const histogram = "http_server_request_duration_seconds";

/** What an operation's requests of a run took by the service's own clock, in milliseconds. */
interface OwnTimes {
	readonly operation: string;
	readonly requests: number;
	readonly mean: number;
	readonly p95: number;
	readonly p99: number;
	/** The shares of requests within the times of `x-slo`, the shorter one first. */
	readonly kept: readonly number[];
}

/** Looks at the service's metrics now; what it gives back looks again, and tells of the time in between. */
export async function watchServiceTimes(url: string): Promise<() => Promise<OwnTimes[]>> {
	const before = await scrape(url);
	return async () => between(before, await scrape(url));
}

function between(before: Scrape, after: Scrape): OwnTimes[] {
	const grown = (name: string, labels: Record<string, string>) =>
		after.value(name, labels) - before.value(name, labels);
	const seconds = (operation: string) =>
		after
			.all("http_server_slo_ratio", { operation })
			.map((slo) => String(slo.seconds))
			// A whole number has two spellings, of which the histogram has the shorter one.
			.filter((text) => !text.endsWith(".0"));
	return labelsOf(after.all(`${histogram}_count`), "operation").flatMap((operation) => {
		const requests = grown(`${histogram}_count`, { operation });
		if (requests === 0) return [];
		const buckets = labelsOf(after.all(`${histogram}_bucket`, { operation }), "le").map((le) => ({
			upTo: le === "+Inf" ? Number.POSITIVE_INFINITY : Number(le) * 1000,
			count: grown(`${histogram}_bucket`, { operation, le }),
		}));
		return {
			operation,
			requests,
			mean: (grown(`${histogram}_sum`, { operation }) / requests) * 1000,
			p95: quantile(0.95, buckets),
			p99: quantile(0.99, buckets),
			kept: seconds(operation).map((le) => grown(`${histogram}_bucket`, { operation, le }) / requests),
		};
	});
}

const labelsOf = (samples: readonly Sample[], label: string): string[] => [
	...new Set(samples.map((sample) => String(sample[label]))),
];

interface Bucket {
	readonly upTo: number;
	/** How many were in this bucket or an earlier one. */
	readonly count: number;
}

/** As Prometheus' `histogram_quantile` does it: as if the values of a bucket were spread evenly. */
export function quantile(share: number, buckets: readonly Bucket[]): number {
	const rank = share * (buckets.at(-1)?.count ?? 0);
	const at = buckets.findIndex(({ count }) => count >= rank);
	const { upTo: low, count: below } = buckets[at - 1] ?? { upTo: 0, count: 0 };
	const { upTo, count } = buckets[at] as Bucket;
	return Number.isFinite(upTo) ? low + ((upTo - low) * (rank - below)) / (count - below) : low;
}

/** The times as a table, for a terminal. */
export const tableOf = (times: readonly OwnTimes[]): string =>
	[
		"The service's own clock, in milliseconds:",
		"  operation              requests     mean      p95      p99   within x-slo",
		...times.map(({ operation, requests, mean, p95, p99, kept }) =>
			[
				`  ${operation.padEnd(22)}`,
				String(requests).padStart(8),
				...[mean, p95, p99].map((ms) => ms.toFixed(2).padStart(9)),
				"   ",
				kept.map((share) => `${(share * 100).toFixed(2)} %`).join(", "),
			].join(""),
		),
	].join("\n");
