import type { Config } from "../config.ts";
import { createLog } from "../observe/log.ts";
import { prepare } from "./prepare.ts";
import type { Running } from "./run.ts";
import { createSupervisor } from "./supervisor.ts";
import { askMetrics } from "./worker.ts";

/** Runs the service in several processes that share the port. Throws where the port is taken. */
export async function startWorkers(config: Config): Promise<Running> {
	const { host, port, metricsPort } = config;
	const log = createLog(config.logLevel);
	const preparing = prepare(config, log);
	// Where it fails before `failure` is there to tell, that is nobody's unhandled rejection.
	preparing.catch(() => {});
	// Processes that share a port would not notice that a stranger has it.
	await Bun.serve({ hostname: host, port, fetch: () => new Response() }).stop(true);

	const supervisor = createSupervisor({
		ready: preparing,
		onMetrics: (worker, told) => metrics?.told(worker, told.metrics),
		onExit: (worker) => metrics?.ended(worker),
	});
	const metrics =
		metricsPort === undefined
			? undefined
			: (await import("../observe/metrics/workers.ts")).serveWorkerMetrics({
					host,
					port: metricsPort,
					workers: supervisor.serving,
					ask: (worker) => worker.send(askMetrics),
				});
	for (let count = 0; count < config.workers; count++) supervisor.spawn();

	return {
		failure: preparing.then(
			() => new Promise<never>(() => {}),
			(error) => {
				supervisor.kill();
				throw error;
			},
		),
		async stop() {
			await supervisor.stop();
			await metrics?.stop();
			await log.close();
		},
	};
}
