import { Counter, Gauge, type Registry } from "prom-client";
import { type Document, listOperations, type Observe, type Operation } from "../../contract/index.ts";
import { durationHistogram } from "./durations.ts";

/** The histogram's buckets beside those of `x-slo`, in seconds. */
const usual = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
/** The operation's label where there is none: an unknown path, the documentation. */
const none = "none";

/**
 * Counts requests by operation, status and code, all of which the contract bounds. Each `x-slo` is a bucket's limit, so
 * that the share of requests that kept it can be read off.
 */
export function measureRequests(registry: Registry, contract: Document, inFlight: () => number): Observe {
	const registers = [registry];
	const objectives = listOperations(contract).flatMap(objectivesOf);
	const observeDuration = durationHistogram(registry, {
		name: "http_server_request_duration_seconds",
		help: "From a request's headers to its answer, by operation and status",
		buckets: [...new Set([...usual, ...objectives.map(({ seconds }) => seconds)])].toSorted((a, b) => a - b),
	});
	const errors = new Counter({
		name: "http_server_errors_total",
		help: "Error answers by operation and code",
		labelNames: ["operation", "code"],
		registers,
	});
	const slo = new Gauge({
		name: "http_server_slo_ratio",
		help: "The share of an operation's requests that the contract wants answered within so many seconds (x-slo)",
		labelNames: ["operation", "seconds"],
		aggregator: "first",
		registers,
	});
	for (const { operation, seconds, ratio } of objectives)
		for (const spelling of spellings(seconds)) slo.set({ operation, seconds: spelling }, ratio);
	new Gauge({
		name: "http_server_requests_in_flight",
		help: "Requests that have arrived and are not answered",
		registers,
		collect() {
			this.set(inFlight());
		},
	});

	return ({ operation = none, status, code, ms }) => {
		observeDuration(operation, status, ms / 1000);
		if (code !== undefined) errors.inc({ operation, code });
	};
}

const objectivesOf = ({ id, slo }: Operation) =>
	slo
		? [
				{ operation: id, seconds: slo.p95 / 1000, ratio: 0.95 },
				{ operation: id, seconds: slo.p99 / 1000, ratio: 0.99 },
			]
		: [];

/** Prometheus before version 3 leaves a bucket's limit as it is written; from then on a whole number gets a `.0`. */
const spellings = (seconds: number): string[] =>
	Number.isInteger(seconds) ? [String(seconds), `${seconds}.0`] : [String(seconds)];
