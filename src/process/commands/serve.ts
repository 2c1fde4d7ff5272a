import { readConfig } from "../../config.ts";
import type { Command } from "../run.ts";
import { startService } from "../service.ts";
import { isWorker, startWorker } from "../worker.ts";
import { startWorkers } from "../workers.ts";

export const serve: Command = async (_, environment) => {
	const config = readConfig(environment);
	if (isWorker(environment)) return startWorker(config);
	return config.workers > 1 ? startWorkers(config) : startService(config);
};
