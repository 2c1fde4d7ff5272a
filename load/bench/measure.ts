import type { Comparison, Side } from "./comparisons.ts";
import { cpuOf } from "./processes.ts";
import type { Stage } from "./stage.ts";
import { check, drive } from "./wrk.ts";

/** What a server made of a load. */
export interface Sample {
	/** CPU time per request, in microseconds: the server's, PostgreSQL's, and that of both together. */
	readonly server: number;
	readonly database: number;
	readonly both: number;
	/** Requests per second. */
	readonly rate: number;
	/** Latencies in milliseconds. */
	readonly p50: number;
	readonly p99: number;
}

interface Round {
	readonly side: Sample;
	readonly against: Sample;
}

/** A comparison with what was measured, round by round. */
export interface Measured extends Comparison {
	readonly rounds: readonly Round[];
}

/** Measures both sides of each comparison so often. They take turns, so that what disturbs one disturbs the other. */
export async function measure(stage: Stage, all: readonly Comparison[], count: number): Promise<Measured[]> {
	for (const { side, against } of all)
		for (const each of [side, against]) {
			await check(each.server.url, each.load);
			await sample(stage, each, 2);
		}
	const measured = all.map((comparison) => ({ ...comparison, rounds: [] as Round[] }));
	for (let round = 0; round < count; round++)
		for (const { side, against, rounds } of measured) {
			// Neither is always the one that comes after the other.
			const early = round % 2 ? undefined : await sample(stage, side);
			const other = await sample(stage, against);
			rounds.push({ side: early ?? (await sample(stage, side)), against: other });
		}
	return measured;
}

/** Puts its load on a server for so many seconds, and measures what it costs. */
export async function sample(stage: Stage, { server, load }: Side, duration = 1): Promise<Sample> {
	const before = { server: cpuOf(server.pid), database: stage.databaseCpu() };
	const { requests, seconds, p50, p99 } = await drive(server.url, load, duration, stage.folder);
	const own = ((cpuOf(server.pid) - before.server) * 1e6) / requests;
	const database = ((stage.databaseCpu() - before.database) * 1e6) / requests;
	return { server: own, database, both: own + database, rate: requests / seconds, p50, p99 };
}
