import type { Config, Environment } from "./config.ts";
import { migrate } from "./db/migrate.ts";
import type { Running } from "./process.ts";

const workerVariable = "TASKS_API_WORKER";

/** Whether this process is one of several that share the port. */
export const isWorker = (environment: Environment): boolean =>
	environment[workerVariable] === "1";

/** What a worker tells its parent once it serves. */
export const serving = "serving";

/** What Bun needs to be told to run this program again; the one binary is the program. */
const program = Bun.embeddedFiles.length > 0 ? [] : [Bun.main];

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
		return Bun.spawn([process.execPath, ...program, "serve"], {
			env: { ...process.env, [workerVariable]: "1" },
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
