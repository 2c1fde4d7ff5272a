import { readConfig } from "./config.ts";
import { runProcess } from "./process.ts";
import { startService } from "./service.ts";
import { startWorkers } from "./workers.ts";

/** The production process: `bun start`. Everything it needs to know is in the environment. */
await runProcess(() => {
	const config = readConfig(process.env);
	const worker = process.env.TASKS_API_WORKER === "1";
	return config.workers > 1 && !worker
		? startWorkers(config)
		: startService(config, { worker });
});
