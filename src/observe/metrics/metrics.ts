import { type MetricObjectWithValues, type MetricValue, Registry } from "prom-client";
import type { Document, Observe } from "../../contract/index.ts";
import type { DatabaseState } from "../../db/database.ts";
import { measureDatabase } from "./database.ts";
import { measureProcess } from "./process.ts";
import { measureRequests } from "./requests.ts";

/** All metrics of a process at one moment. */
export type Snapshot = MetricObjectWithValues<MetricValue<string>>[];

export interface Metrics {
	readonly observe: Observe;
	snapshot(): Promise<Snapshot>;
	stop(): void | Promise<void>;
}

export interface MetricsOptions {
	readonly contract: Document;
	/** How many requests are not answered yet. */
	readonly inFlight: () => number;
	readonly database: () => DatabaseState;
	readonly poolSize: number;
}

/** The metrics of a process that serves. Only what cannot be looked up later costs a request anything. */
export function createMetrics({ contract, inFlight, database, poolSize }: MetricsOptions): Metrics {
	const registry = new Registry();
	const observe = measureRequests(registry, contract, inFlight);
	measureDatabase(registry, database, poolSize);
	const stop = measureProcess(registry);
	return { observe, snapshot: () => registry.getMetricsAsJSON(), stop };
}
