import type { Config, Environment } from "../config.ts";
import type { Snapshot } from "../observe/metrics/metrics.ts";
import { type Service, startService } from "./service.ts";

/** The parent sets this in a worker's environment. */
export const workerVariable = "TASKS_API_WORKER";

/** The messages: a worker listens; the schema is there; the parent wants metrics. */
export const listening = "listening";
export const migrated = "migrated";
export const askMetrics = "metrics";
export interface ToldMetrics {
	readonly metrics: Snapshot;
}

export const isWorker = (environment: Environment): boolean => environment[workerVariable] === "1";

/** Serves as one of several processes that share the port, for as long as the parent is there. */
export async function startWorker(config: Config): Promise<Service> {
	let service: Service | undefined;
	const { promise: ready, resolve } = Promise.withResolvers<void>();
	process.on("message", async (message) => {
		if (message === migrated) resolve();
		if (message !== askMetrics || !service?.metrics) return;
		const told: ToldMetrics = { metrics: await service.metrics.snapshot() };
		process.send?.(told);
	});
	// Without its parent a worker has nobody to replace it, and stands in the way of the next start.
	process.on("disconnect", async () => {
		await service?.stop(0);
		process.exit(0);
	});
	service = await startService(config, { migrated: ready });
	process.send?.(listening);
	return service;
}
