import { AggregatorRegistry } from "prom-client";
import type { Snapshot } from "./metrics.ts";

interface MetricsServer {
	stop(): Promise<void>;
}

/** Serves `/metrics` on a port of its own: the sum of the snapshots. Throws where the port is taken. */
export function serveMetrics(
	{ host, port }: { host: string; port: number },
	snapshots: () => Promise<Snapshot[]>,
): MetricsServer {
	const answer = async ({ method }: Request): Promise<Response> => {
		if (method !== "GET" && method !== "HEAD")
			return new Response("Metrics are there to be read\n", { status: 405, headers: { allow: "GET, HEAD" } });
		const sum = AggregatorRegistry.aggregate(await snapshots());
		return new Response(await sum.metrics(), { headers: { "content-type": sum.contentType } });
	};
	try {
		const server = Bun.serve({
			hostname: host,
			port,
			// Bun would share the port with whoever else does.
			reusePort: false,
			development: false,
			// Bun's router needs no whole URL: there is none where the Host header is missing or wrong.
			routes: { "/metrics": answer },
			fetch: () => new Response("Metrics are at /metrics\n", { status: 404 }),
		});
		return { stop: () => server.stop(true) };
	} catch (error) {
		if ((error as { code?: unknown }).code !== "EADDRINUSE") throw error;
		throw new Error("METRICS_PORT is taken: another process listens there. Stop it, or choose another METRICS_PORT.");
	}
}
