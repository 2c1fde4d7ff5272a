import type { Config, Environment } from "../config.ts";
import { pause } from "../db/backoff.ts";
import { createLog } from "../observe/log.ts";
import type { Metrics, Snapshot } from "../observe/metrics/metrics.ts";
import { configured } from "./configured.ts";
import type { Running } from "./lifecycle.ts";
import { bringUpToDate } from "./service.ts";

const workerVariable = "TASKS_API_WORKER";

/** Whether this process is one of several that share the port. */
export const isWorker = (environment: Environment): boolean => environment[workerVariable] === "1";

/** What a worker tells its parent once it listens. */
export const listening = "listening";
/** What the parent tells its workers once the schema is up to date. */
const migrated = "migrated";
/** What the parent asks its workers for, and how they answer. */
const askMetrics = "metrics";
interface ToldMetrics {
	readonly metrics: Snapshot;
}

/** What Bun needs to be told to run this program again; the one binary is the program. */
const program = Bun.embeddedFiles.length > 0 ? [] : [Bun.main];

/**
 * Runs the service in several processes that share the port. One that dies is replaced, with pauses where its
 * replacement dies as well; but where one dies before any has ever listened, all stop. Throws where the port is taken.
 */
export async function startWorkers(config: Config): Promise<Running> {
	const { host: hostname, port } = config;
	const log = createLog(config.logLevel);
	log.events.info(configured(config), "starting");
	const migrating = bringUpToDate(config, log);
	// Processes that share a port would not notice that a stranger has it.
	await Bun.serve({ hostname, port, fetch: () => new Response() }).stop(true);

	const { promise: failure, reject: fail } = Promise.withResolvers<never>();
	const workers = new Set<Bun.Subprocess>();
	/** Those that have listened, and can be asked. */
	const serving = new Set<Bun.Subprocess>();
	const { metricsPort } = config;
	const metrics =
		metricsPort === undefined
			? undefined
			: (await import("../observe/metrics/workers.ts")).serveWorkerMetrics(
					{ host: hostname, port: metricsPort },
					{ workers: serving, ask: (worker) => worker.send(askMetrics) },
				);
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
		// Whether it fails is seen to below.
		migrating.then(
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
	};

	for (let count = 0; count < config.workers; count++) spawn();
	migrating.catch((error) => {
		kill();
		fail(error);
	});
	return { stop, failure };
}

/** Tells the parent, from a worker, its metrics whenever it asks. */
export function tellMetrics(metrics: Metrics): void {
	process.on("message", async (message) => {
		if (message !== askMetrics) return;
		const told: ToldMetrics = { metrics: await metrics.snapshot() };
		process.send?.(told);
	});
}

/**
 * Waits, in a worker, for the parent to tell that the schema is up to date. Calls `orphaned` when the parent is gone.
 */
export function followParent(orphaned: () => void): Promise<void> {
	process.on("disconnect", orphaned);
	return new Promise((resolve) => {
		process.on("message", (message) => {
			if (message === migrated) resolve();
		});
	});
}
