import { readConfig } from "./config.ts";
import { runProcess } from "./process.ts";
import { startService } from "./service.ts";
import { serving, startWorkers } from "./workers.ts";

/** The production process: `bun start`. Everything it needs to know is in the environment. */
await runProcess(async () => {
	const config = readConfig(process.env);
	const worker = process.env.TASKS_API_WORKER === "1";
	if (config.workers > 1 && !worker) return startWorkers(config);
	const service = await startService(config, { worker });
	process.send?.(serving);
	return service;
});
