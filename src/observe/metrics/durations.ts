import type { Metric, MetricValueWithName, Registry } from "prom-client";

/** Of one operation and status: how many requests each bucket has by itself, and what they took in all, in seconds. */
interface Series {
	readonly operation: string;
	readonly status: number;
	readonly counts: Float64Array;
	sum: number;
}

interface HistogramOptions {
	readonly name: string;
	readonly help: string;
	/** Their limits in seconds, in ascending order. */
	readonly buckets: readonly number[];
}

/**
 * A histogram of what requests take, by operation and status. By hand, because it is on every request's way:
 * prom-client makes a text of the labels each time, to look them up.
 */
export function durationHistogram(registry: Registry, { name, help, buckets }: HistogramOptions) {
	const all: Series[] = [];
	const byStatusAndOperation = new Map<number, Map<string, Series>>();
	const seriesOf = (operation: string, status: number): Series => {
		const found = byStatusAndOperation.get(status)?.get(operation);
		if (found) return found;
		const series = { operation, status, counts: new Float64Array(buckets.length + 1), sum: 0 };
		all.push(series);
		const byOperation = byStatusAndOperation.get(status) ?? new Map<string, Series>();
		byStatusAndOperation.set(status, byOperation.set(operation, series));
		return series;
	};
	const valuesOf = ({ operation, status, counts, sum }: Series): MetricValueWithName<string>[] => {
		const labels = { operation, status };
		let count = 0;
		const values = [...buckets, "+Inf"].map((le, index) => {
			count += counts[index] as number;
			return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: count };
		});
		return [
			...values,
			{ metricName: `${name}_sum`, labels, value: sum },
			{ metricName: `${name}_count`, labels, value: count },
		];
	};
	const get = async () => ({ name, help, type: "histogram", aggregator: "sum", values: all.flatMap(valuesOf) });
	registry.registerMetric({ name, get } as unknown as Metric);

	return (operation: string, status: number, seconds: number): void => {
		const series = seriesOf(operation, status);
		let at = 0;
		while (at < buckets.length && seconds > (buckets[at] as number)) at++;
		(series.counts[at] as number) += 1;
		series.sum += seconds;
	};
}
