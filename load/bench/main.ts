/**
 * `bun run bench [--quick] [--only=<operation>]`: what the service costs, against the least that the same job can
 * cost here. With `--only`, just the operations whose names begin like that.
 */
import { parseArgs } from "node:util";
import { compare } from "./compare.ts";
import { lists, memory, startup, statementsPer, workers } from "./growth.ts";
import { type Operation, operations } from "./operations.ts";
import { bareStatements, findPgbench } from "./pgbench.ts";
import { showBare, showComparisons, showFigures } from "./report.ts";
import { type Server, setStage } from "./stage.ts";

const { quick, only } = readOptions();
const pace = quick ? { rounds: 3, warmup: 1, seconds: 0.5 } : { rounds: 7, warmup: 2, seconds: 1.2 };

if (process.platform !== "linux") {
	console.error("The benchmark reads CPU times from /proc: it needs Linux.");
	process.exit(1);
}
const stage = await setStage();
try {
	const all = await operations(stage);
	const [service, floor] = [await stage.service(), await stage.floor()];
	const measured = all.filter(({ name }) => name.startsWith(only ?? ""));
	showComparisons(await compare(stage, measured, service, floor, pace));
	await floor.stop();
	if (only === undefined) await measureRest(service, all);
} finally {
	await stage.clear();
}

function readOptions() {
	try {
		return parseArgs({
			options: {
				quick: { type: "boolean", default: false },
				only: { type: "string" },
			},
		}).values;
	} catch (error) {
		console.error(`${(error as Error).message}\nUsage: bun run bench [--quick] [--only=<operation>]`);
		process.exit(1);
	}
}

/** What has no floor to be measured against. */
async function measureRest(service: Server, all: readonly Operation[]): Promise<void> {
	const [getTask] = all as [Operation];
	const short = { ...pace, rounds: Math.ceil(pace.rounds / 2) };
	const figures = [
		...(await workers(stage, service, getTask, short)),
		...(await lists(stage, service, short)),
		await memory(service, getTask, pace.seconds * 4),
		await startup(stage, pace.rounds),
	];
	for (const operation of all.filter(({ rate }) => rate)) figures.push(await statementsPer(stage, service, operation));
	showFigures(figures);
	await service.stop();

	const pgbench = await findPgbench();
	if (pgbench) showBare(await bareStatements(stage, pgbench, quick ? 1 : 5));
	else console.log("pgbench is not installed: no figures of PostgreSQL alone.");
}
