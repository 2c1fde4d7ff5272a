import { readConfig } from "../../config.ts";
import type { Command } from "../run.ts";
import { startService } from "../service.ts";
import { isWorker, startWorker } from "../worker.ts";
import { startWorkers } from "../workers.ts";

/** Serves until it is told to stop. Everything it needs to know is in the environment. */
export const serve: Command = async (_, environment) => {
	const config = readConfig(environment);
	if (isWorker(environment)) return startWorker(config);
	return config.workers > 1 ? startWorkers(config) : startService(config);
};
