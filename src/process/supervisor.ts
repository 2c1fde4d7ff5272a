import { pause } from "../db/backoff.ts";
import { listening, migrated, type ToldMetrics, workerVariable } from "./worker.ts";

type Worker = Bun.Subprocess;

interface SupervisorOptions {
	/** Each worker is told when it is fulfilled: the schema is there. */
	readonly ready: Promise<unknown>;
	readonly onMetrics: (worker: Worker, told: ToldMetrics) => void;
	readonly onExit: (worker: Worker) => void;
}

interface Supervisor {
	/** The workers that listen. */
	readonly serving: ReadonlySet<Worker>;
	/** Starts one more worker. One that dies is replaced, after a pause. */
	spawn(): void;
	/** Lets all workers finish what is in flight. */
	stop(): Promise<void>;
	/** Ends all workers at once. */
	kill(): void;
}

/** What Bun must be given to run this program again; the one binary is the program. */
const program = Bun.embeddedFiles.length > 0 ? [] : [Bun.main];

/** Keeps workers running. But where one dies before any has ever listened, it ends all of them, and this process. */
export function createSupervisor({ ready, onMetrics, onExit }: SupervisorOptions): Supervisor {
	const workers = new Set<Worker>();
	const serving = new Set<Worker>();
	let isStopping = false;
	let hasListened = false;
	/** How many have died since one last listened. */
	let failures = 0;

	const listens = (worker: Worker) => {
		serving.add(worker);
		hasListened = true;
		failures = 0;
	};
	const replace = (code: number | null) => {
		if (isStopping) return;
		if (!hasListened) {
			kill();
			process.exit(code ?? 1);
		}
		failures += 1;
		setTimeout(() => isStopping || spawn(), pause(failures));
	};
	const spawn = () => {
		const worker = Bun.spawn([process.execPath, ...program, "serve"], {
			env: { ...process.env, [workerVariable]: "1" },
			stdio: ["ignore", "inherit", "inherit"],
			ipc(message: typeof listening | ToldMetrics) {
				if (message === listening) listens(worker);
				else onMetrics(worker, message);
			},
			onExit(_, code) {
				workers.delete(worker);
				serving.delete(worker);
				onExit(worker);
				replace(code);
			},
		});
		workers.add(worker);
		ready.then(
			() => workers.has(worker) && worker.send(migrated),
			() => {},
		);
	};
	const kill = () => {
		isStopping = true;
		for (const worker of workers) worker.kill("SIGKILL");
	};
	return {
		serving,
		spawn,
		async stop() {
			isStopping = true;
			for (const worker of workers) worker.kill("SIGTERM");
			await Promise.all([...workers].map((worker) => worker.exited));
		},
		kill,
	};
}
