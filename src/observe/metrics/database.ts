import { Counter, Gauge, type Registry } from "prom-client";
import type { DatabaseState } from "../../db/database.ts";

/** Reads off the database's state whenever somebody asks. */
export function measureDatabase(registry: Registry, state: () => DatabaseState, poolSize: number): void {
	const registers = [registry];
	new Gauge({
		name: "db_connections",
		help: "Open connections, by whether a statement runs on them",
		labelNames: ["state"],
		registers,
		collect() {
			const { connections, running } = state();
			this.set({ state: "running" }, running);
			this.set({ state: "idle" }, connections - running);
		},
	});
	new Gauge({
		name: "db_connections_max",
		help: "The most connections that statements share (DB_POOL_MAX)",
		registers,
	}).set(poolSize);
	new Gauge({
		name: "db_statements_waiting",
		help: "Statements that wait for a connection",
		registers,
		collect() {
			this.set(state().waiting);
		},
	});
	new Counter({
		name: "db_statements_total",
		help: "Statements that were asked for",
		registers,
		collect() {
			this.reset();
			this.inc(state().statements);
		},
	});
	new Counter({
		name: "db_errors_total",
		help: "Failed statements by class: a SQLSTATE's first two characters, connection, no_connection, deadline or other",
		labelNames: ["class"],
		registers,
		collect() {
			this.reset();
			for (const [failure, count] of state().failures) this.inc({ class: failure }, count);
		},
	});
}
