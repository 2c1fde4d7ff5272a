import type { Metrics, MetricsOptions } from "./metrics.ts";

interface StartOptions extends MetricsOptions {
	readonly host: string;
	/** Without a port there are no metrics. */
	readonly port: number | undefined;
	/** Whether a parent serves the metrics of all its workers. */
	readonly shared: boolean;
}

/** Measures, and serves what is measured. Throws where the port is taken. */
export async function startMetrics({ host, port, shared, ...options }: StartOptions): Promise<Metrics | undefined> {
	if (port === undefined) return undefined;
	// prom-client takes long to load: only where it is wanted.
	const { createMetrics } = await import("./metrics.ts");
	const { serveMetrics } = await import("./server.ts");
	const metrics = createMetrics(options);
	if (shared) return metrics;
	const server = serveMetrics({ host, port }, async () => [await metrics.snapshot()]);
	return {
		...metrics,
		async stop() {
			await server.stop();
			await metrics.stop();
		},
	};
}
