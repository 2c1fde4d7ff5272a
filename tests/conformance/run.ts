/**
 * `bun run conformance`: checks a service against the contract, black box: the one at --url, or one that it starts for
 * itself. Exits with 1 where the service falls short, and with 2, after one line, where it cannot be checked.
 */
import { startTemporaryPostgres } from "../../db/embedded.ts";
import yaml from "../../openapi/tasks.yaml" with { type: "text" };
import { setServer } from "../harness.ts";
import { readContract } from "./contract.ts";
import { deployment } from "./deployment.ts";
import { readOptions } from "./options.ts";
import { conformance } from "./phases.ts";
import { junit, report } from "./report.ts";
import type { Service } from "./service.ts";
import { tasksService } from "./tasks-service.ts";

async function main(): Promise<number> {
	const contract = readContract(yaml, "openapi/tasks.yaml");
	const options = await readOptions(
		process.argv.slice(2),
		contract.operations.map(({ id }) => id),
	);
	await using cleanup = new AsyncDisposableStack();
	for (const signal of ["SIGINT", "SIGTERM"] as const)
		process.on(signal, () => cleanup.disposeAsync().finally(() => process.exit(130)));
	const service = cleanup.use(
		options.url === undefined ? await ownService(cleanup) : await deployment(contract, options.url, options.tokens),
	);
	console.log(`${options.url ?? "A service of its own"}, seed ${options.seed}\n`);
	const checks = await conformance({ ...options, contract, service });
	console.log(report(checks));
	if (options.report) await Bun.write(options.report, junit(checks));
	return checks.some(({ findings }) => findings.length > 0) ? 1 : 0;
}

/** The service with a PostgreSQL of its own. */
async function ownService(cleanup: AsyncDisposableStack): Promise<Service> {
	const postgres = cleanup.use(await startTemporaryPostgres(["fsync=off"]));
	setServer(postgres.url);
	return tasksService();
}

try {
	process.exitCode = await main();
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 2;
}
