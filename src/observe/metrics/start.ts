import type { Metrics, MetricsOptions } from "./metrics.ts";

export interface StartOptions extends MetricsOptions {
	readonly host: string;
	/** Where the metrics are served; without a port there are none. */
	readonly port: number | undefined;
	/** Whether a parent asks for them, and serves those of all its workers. */
	readonly shared: boolean;
}

/** Measures from now on, and serves what is measured. Throws where the port is taken. */
export async function startMetrics({ host, port, shared, ...options }: StartOptions): Promise<Metrics | undefined> {
	if (port === undefined) return undefined;
	// prom-client takes long to load: it is loaded where it is wanted.
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
