import { readConfig } from "../config.ts";
import { startService } from "../service.ts";
import { isWorker, serving, startWorkers } from "../workers.ts";
import type { Command } from "./run.ts";

/** Serves until it is told to stop. Everything it needs to know is in the environment. */
export const serve: Command = async (_, environment) => {
	const config = readConfig(environment);
	const worker = isWorker(environment);
	if (config.workers > 1 && !worker) return startWorkers(config);
	const service = await startService(config, { worker });
	process.send?.(serving);
	return service;
};
