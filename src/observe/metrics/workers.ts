import { AggregatorRegistry, Registry } from "prom-client";
import type { Snapshot } from "./metrics.ts";
import { measureUse } from "./process.ts";
import { serveMetrics } from "./server.ts";

/** How long a worker may take to answer before its last metrics are taken, in milliseconds. */
const patience = 1000;

interface WorkerMetricsOptions<Worker> {
	readonly host: string;
	readonly port: number;
	readonly workers: ReadonlySet<Worker>;
	/** Has a worker call `told` soon; throws where it is gone. */
	readonly ask: (worker: Worker) => void;
}

/**
 * Serves the sum of what this process and its workers have measured. What a worker has counted stays in the sum when it
 * has ended. Throws where the port is taken.
 */
export function serveWorkerMetrics<Worker>({ host, port, workers, ask }: WorkerMetricsOptions<Worker>) {
	const own = new Registry();
	measureUse(own);
	const latest = new Map<Worker, Snapshot>();
	const waiting = new Map<Worker, () => void>();
	let ended: Snapshot[] = [];
	let gathering: Promise<Snapshot[]> | undefined;

	const gather = async (): Promise<Snapshot[]> => {
		const told = [...workers].map((worker) => {
			const { promise, resolve } = Promise.withResolvers<void>();
			waiting.set(worker, resolve);
			try {
				ask(worker);
			} catch {
				resolve();
			}
			return promise;
		});
		await Promise.race([Promise.all(told), Bun.sleep(patience)]);
		waiting.clear();
		if (ended.length > 1) {
			const several = ended;
			const one = AggregatorRegistry.aggregate(several).getMetricsAsJSON();
			ended = [await one, ...ended.slice(several.length)];
		}
		return [await own.getMetricsAsJSON(), ...latest.values(), ...ended];
	};
	const server = serveMetrics({ host, port }, () => {
		gathering ??= gather().finally(() => {
			gathering = undefined;
		});
		return gathering;
	});

	return {
		told(worker: Worker, snapshot: Snapshot): void {
			// Its last words may come after its end, when they have been counted.
			if (workers.has(worker)) latest.set(worker, snapshot);
			waiting.get(worker)?.();
		},
		ended(worker: Worker): void {
			waiting.get(worker)?.();
			const last = latest.get(worker);
			latest.delete(worker);
			if (last) ended.push(last.filter(isCounted));
		},
		stop: server.stop,
	};
}

/** Whether a metric only ever grows; prom-client's types have numbers where it has words. */
const isCounted = ({ type }: Snapshot[number]): boolean => ["counter", "histogram"].includes(String(type));
