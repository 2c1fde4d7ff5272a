/**
 * `bun run load <scenario>`: runs one of the k6 scripts beside this file, against the service at --url or one that
 * it starts for itself, and leaves a report in load/results. Exits with k6's code: 99 where a threshold was missed.
 */
import { mkdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { busyWarning } from "./run/busy.ts";
import { coreForOneself } from "./run/cores.ts";
import { growthVerdict } from "./run/growth.ts";
import { findK6, runK6 } from "./run/k6.ts";
import { memoryVerdict, watchMemory } from "./run/memory.ts";
import { readOptions } from "./run/options.ts";
import { startLocal } from "./run/service.ts";
import { tableOf, watchServiceTimes } from "./run/service-times.ts";
import { comparison, readSummary } from "./run/summary.ts";

async function main(): Promise<number> {
	const { scenario, script, url, metrics, earlier, degradation, environment } = await readOptions(
		process.argv.slice(2),
	);
	const k6 = findK6();
	const results = join(
		import.meta.dir,
		"results",
		`${scenario}-${new Date().toISOString().slice(0, 19).replaceAll(":", "")}`,
	);
	await mkdir(results, { recursive: true });

	const comparesTimes = scenario === "concurrency";
	const ownMachine = comparesTimes && url === undefined;
	const warning = ownMachine ? await busyWarning() : undefined;
	const prefix = ownMachine ? coreForOneself() : [];
	await using local = url === undefined ? await startLocal(results) : undefined;
	const metricsUrl = metrics ?? local?.metrics;
	const serviceTimes = metricsUrl && (await watchServiceTimes(metricsUrl));
	const memory = local && watchMemory(local.pid);
	const code = await runK6([...prefix, k6], script, results, {
		...environment,
		BASE_URL: url ?? local?.url ?? "",
		...(local && { BETTER_AUTH_SECRET: local.secret }),
	});
	if (serviceTimes) console.log(tableOf(await serviceTimes()));
	if (earlier) console.log(comparison(earlier, await readSummary(results)));
	const verdicts = memory ? [memoryVerdict(memory.stop(), scenario === "soak")] : [];
	if (comparesTimes && isOver(code)) {
		const log = local && (await Bun.file(join(results, "server.log")).text());
		verdicts.push(growthVerdict(await readSummary(results), log, degradation));
	}
	for (const { text } of verdicts) console.log(text);
	if (warning) console.log(warning);
	console.log(`Results: ${relative(process.cwd(), results)}`);
	return code || (verdicts.every(({ passed }) => passed) ? 0 : 99);
}

/** Whether k6 came to the end of the run: with a threshold missed it exits with 99. */
const isOver = (code: number): boolean => code === 0 || code === 99;

try {
	process.exitCode = await main();
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
