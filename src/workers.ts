import type { Config } from "./config.ts";
import { migrate } from "./db/migrate.ts";
import type { Running } from "./process.ts";

/**
 * Runs the service in several processes that share the port. A worker that dies is replaced; if it died
 * before it could serve, all stop. Throws where the port is taken or the database cannot be migrated.
 */
export async function startWorkers(config: Config): Promise<Running> {
	await migrate(config.databaseUrl);
	// Processes that share a port would not notice that a stranger has it.
	Bun.serve({
		hostname: config.host,
		port: config.port,
		fetch: () => new Response(),
	}).stop(true);

	let stopping = false;
	const spawn = (): Bun.Subprocess => {
		const started = performance.now();
		return Bun.spawn([process.execPath, ...process.argv.slice(1)], {
			env: { ...process.env, TASKS_API_WORKER: "1" },
			stdio: ["ignore", "inherit", "inherit"],
			onExit(worker, code) {
				if (stopping) return;
				if (performance.now() - started < 1000) process.exit(code ?? 1);
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
