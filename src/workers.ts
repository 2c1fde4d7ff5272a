import type { Config } from "./config.ts";
import { migrate } from "./db/migrate.ts";
import type { Running } from "./process.ts";

/** What a worker tells its parent once it serves. */
export const serving = "serving";

/**
 * Runs the service in several processes that share the port. One that dies is replaced, unless it died before
 * it ever served: then all stop. Throws where the port is taken or the database cannot be migrated.
 */
export async function startWorkers(config: Config): Promise<Running> {
	await migrate(config.databaseUrl);
	// Processes that share a port would not notice that a stranger has it.
	const { host: hostname, port } = config;
	await Bun.serve({ hostname, port, fetch: () => new Response() }).stop(true);

	let stopping = false;
	const spawn = (): Bun.Subprocess => {
		let served = false;
		return Bun.spawn([process.execPath, ...process.argv.slice(1)], {
			env: { ...process.env, TASKS_API_WORKER: "1" },
			stdio: ["ignore", "inherit", "inherit"],
			ipc: (message) => {
				served = message === serving;
			},
			onExit(worker, code) {
				if (stopping) return;
				if (!served) process.exit(code ?? 1);
				workers.splice(workers.indexOf(worker), 1, spawn());
			},
		});
	};
	const workers = Array.from({ length: config.workers }, spawn);

	return {
		async stop() {
			stopping = true;
			for (const worker of workers) worker.kill("SIGTERM");
			await Promise.all(workers.map((worker) => worker.exited));
		},
	};
}
