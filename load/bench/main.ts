/**
 * `bun run bench [--quick] [--only=<name>]`: what the service costs, against the least that the same job can cost
 * here. With `--only`, just the comparisons whose names begin like that.
 */
import { parseArgs } from "node:util";
import { comparisons } from "./comparisons.ts";
import { measure } from "./measure.ts";
import { comparisonTable, doubts, quartiles } from "./report.ts";
import { setStage } from "./stage.ts";
import { findWrk } from "./wrk.ts";

async function main(): Promise<void> {
	const { quick, only } = readOptions();
	findWrk();
	if (process.platform !== "linux") throw new Error("The benchmark reads CPU times from /proc: it needs Linux");
	await using cleanup = new AsyncDisposableStack();
	for (const signal of ["SIGINT", "SIGTERM"] as const)
		process.once(signal, () => {
			process.exitCode = 130;
			void cleanup.disposeAsync().finally(() => process.exit());
		});

	const stage = await setStage(cleanup);
	const servers = {
		service: await stage.service(),
		pair: await stage.service({ WORKERS: "2" }),
		floor: await stage.floor(),
	};
	const all = await comparisons(stage, servers);
	const chosen = all.filter(({ name }) => name.startsWith(only));
	if (chosen.length === 0)
		throw new Error(`Nothing is called ${only}. There is:\n${all.map(({ name }) => name).join("\n")}`);

	const rounds = quick ? 3 : 7;
	const measured = await measure(stage, chosen, rounds);
	console.log([comparisonTable(measured), "", ...doubts(measured)].join("\n"));
	if (only !== "") return;

	const starts: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const begin = performance.now();
		const server = await stage.service();
		starts.push(performance.now() - begin);
		await server.stop();
	}
	console.log(`From start to ready, with nothing to migrate: ${quartiles(starts).median.toFixed()} ms (target: 250)`);
}

function readOptions() {
	try {
		return parseArgs({
			options: { quick: { type: "boolean", default: false }, only: { type: "string", default: "" } },
		}).values;
	} catch (error) {
		throw new Error(`${(error as Error).message}\nUsage: bun run bench [--quick] [--only=<name>]`);
	}
}

try {
	await main();
} catch (error) {
	// What fails after Ctrl-C fails because of it.
	if (process.exitCode !== 130) {
		console.error((error as Error).message);
		process.exitCode = 1;
	}
}
