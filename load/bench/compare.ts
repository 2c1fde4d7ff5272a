import { drive } from "./generator.ts";
import type { Asked, Operation } from "./operations.ts";
import type { Server, Stage } from "./stage.ts";

/** What a server made of a load. */
export interface Sample {
	/** CPU time per request, in microseconds: the server's, and PostgreSQL's. */
	readonly server: number;
	readonly database: number;
	/** Requests per second. */
	readonly rate: number;
	/** Latencies in milliseconds. */
	readonly p50: number;
	readonly p99: number;
}

/** An operation on both sides, the median of all rounds, and of the rounds' ratios. */
export interface Comparison {
	readonly operation: Operation;
	readonly service: Sample;
	readonly floor: Sample;
	readonly ratio: Sample;
}

export interface Pace {
	readonly rounds: number;
	/** In seconds, for each server and operation. */
	readonly warmup: number;
	readonly seconds: number;
}

/** Puts a load on a server, and measures what it costs. */
export async function sample(
	stage: Stage,
	server: Server,
	{ requests, status }: Asked,
	seconds: number,
	connections = 64,
): Promise<Sample> {
	const [serverBefore, databaseBefore] = [server.cpu(), stage.databaseCpu()];
	const outcome = await drive({
		port: server.port,
		requests,
		status,
		connections,
		seconds,
	});
	const per = (used: number) => (used * 1e6) / outcome.requests;
	const percentile = (share: number) => outcome.latencies[Math.floor(outcome.requests * share)] ?? Number.NaN;
	return {
		server: per(server.cpu() - serverBefore),
		database: per(stage.databaseCpu() - databaseBefore),
		rate: outcome.requests / outcome.seconds,
		p50: percentile(0.5),
		p99: percentile(0.99),
	};
}

/** Measures every operation on both servers, which take turns, so that noise meets both alike. */
export async function compare(
	stage: Stage,
	operations: readonly Operation[],
	service: Server,
	floor: Server,
	{ rounds, warmup, seconds }: Pace,
): Promise<Comparison[]> {
	for (const operation of operations) {
		await sample(stage, service, operation.service, warmup);
		await sample(stage, floor, operation.floor, warmup);
	}
	const samples = operations.map(() => ({
		service: [] as Sample[],
		floor: [] as Sample[],
	}));
	for (let round = 0; round < rounds; round++)
		for (const [at, operation] of operations.entries()) {
			const turns = [
				async () => samples[at]?.service.push(await sample(stage, service, operation.service, seconds)),
				async () => samples[at]?.floor.push(await sample(stage, floor, operation.floor, seconds)),
			];
			for (const turn of round % 2 ? turns.reverse() : turns) await turn();
		}

	return operations.map((operation, at) => {
		const { service = [], floor = [] } = samples[at] ?? {};
		return {
			operation,
			service: middle(service),
			floor: middle(floor),
			ratio: middle(service.map((each, round) => ratioOf(each, floor[round] as Sample))),
		};
	});
}

const names = ["server", "database", "rate", "p50", "p99"] as const;

/** Each figure of one sample by that of another. */
export const ratioOf = (a: Sample, b: Sample): Sample => figures((name) => a[name] / b[name]);

/** The median of each figure. */
export const middle = (samples: readonly Sample[]): Sample =>
	figures((name) => median(samples.map((each) => each[name])));

const figures = (figure: (name: (typeof names)[number]) => number): Sample =>
	Object.fromEntries(names.map((name) => [name, figure(name)])) as never;

function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const half = sorted.length >> 1;
	return sorted.length % 2 ? (sorted[half] as number) : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}
