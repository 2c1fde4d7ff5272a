import { readConfig } from "../../config.ts";
import { type Service, startService } from "../service.ts";
import { followParent, isWorker, listening, startWorkers, tellMetrics } from "../workers.ts";
import type { Command } from "./command.ts";

/** Serves until it is told to stop. Everything it needs to know is in the environment. */
export const serve: Command = async (_, environment) => {
	const config = readConfig(environment);
	if (!isWorker(environment)) return config.workers > 1 ? startWorkers(config) : startService(config);
	let service: Service | undefined;
	// Without its parent a worker has nobody to replace it, and stands in the way of the next start.
	const migrated = followParent(async () => {
		await service?.stop(0);
		process.exit(0);
	});
	service = await startService(config, { shared: true, migrated });
	if (service.metrics) tellMetrics(service.metrics);
	process.send?.(listening);
	return service;
};
