import type { Config } from "../config.ts";
import { pause } from "../db/backoff.ts";
import { createLog } from "../observe/log.ts";
import { prepare } from "./prepare.ts";
import type { Running } from "./run.ts";
import { askMetrics, listening, migrated, type ToldMetrics, workerVariable } from "./worker.ts";

/** What Bun must be given to run this program again; the one binary is the program. */
const program = Bun.embeddedFiles.length > 0 ? [] : [Bun.main];

/**
 * Runs the service in several processes that share the port. One that dies is replaced, after a pause; but where one
 * dies before any has ever listened, all stop. Throws where the port is taken.
 */
export async function startWorkers(config: Config): Promise<Running> {
	const { host, port, metricsPort } = config;
	const log = createLog(config.logLevel);
	const preparing = prepare(config, log);
	// Processes that share a port would not notice that a stranger has it.
	await Bun.serve({ hostname: host, port, fetch: () => new Response() }).stop(true);

	const { promise: failure, reject: fail } = Promise.withResolvers<never>();
	const workers = new Set<Bun.Subprocess>();
	const serving = new Set<Bun.Subprocess>();
	const metrics =
		metricsPort === undefined
			? undefined
			: (await import("../observe/metrics/workers.ts")).serveWorkerMetrics({
					host,
					port: metricsPort,
					workers: serving,
					ask: (worker) => worker.send(askMetrics),
				});
	let stopping = false;
	let hasListened = false;
	let failures = 0;

	const spawn = () => {
		const worker = Bun.spawn([process.execPath, ...program, "serve"], {
			env: { ...process.env, [workerVariable]: "1" },
			stdio: ["ignore", "inherit", "inherit"],
			ipc(message: typeof listening | ToldMetrics) {
				if (message !== listening) return metrics?.told(worker, message.metrics);
				serving.add(worker);
				hasListened = true;
				failures = 0;
			},
			onExit(_, code) {
				workers.delete(worker);
				serving.delete(worker);
				metrics?.ended(worker);
				if (stopping) return;
				if (!hasListened) {
					kill();
					process.exit(code ?? 1);
				}
				failures += 1;
				setTimeout(() => stopping || spawn(), pause(failures));
			},
		});
		workers.add(worker);
		preparing.then(
			() => workers.has(worker) && worker.send(migrated),
			() => {},
		);
	};
	const kill = () => {
		stopping = true;
		for (const worker of workers) worker.kill("SIGKILL");
	};
	const stop = async () => {
		stopping = true;
		for (const worker of workers) worker.kill("SIGTERM");
		await Promise.all([...workers].map((worker) => worker.exited));
		await metrics?.stop();
		await log.close();
	};

	for (let count = 0; count < config.workers; count++) spawn();
	preparing.catch((error) => {
		kill();
		fail(error);
	});
	return { stop, failure };
}
