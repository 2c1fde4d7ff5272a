/**
 * Runs before all tests, in the same process: gives them a PostgreSQL server of their own, or DATABASE_URL's,
 * and takes it away again, also on Ctrl-C. TEST_TEMPLATE and TEST_NODES are set by tests that run others on a schema, or
 * a cluster, of their making.
 */
import { afterAll } from "bun:test";
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../db/embedded.ts";
import { dropDatabases, setServer } from "./harness.ts";

const { DATABASE_URL, TEST_TEMPLATE, TEST_NODES } = process.env;

if (DATABASE_URL) {
	setServer(DATABASE_URL, {
		...(TEST_TEMPLATE && { copied: TEST_TEMPLATE }),
		...(TEST_NODES && { others: TEST_NODES.split(" ") }),
	});
	afterAll(dropDatabases);
} else {
	const requested = await mkdtemp(join(tmpdir(), "tasks-api-test-"));
	// Nothing here outlives the run: no need to wait for the disk.
	const postgres = await startPostgres(requested, [
		"fsync=off",
		"synchronous_commit=off",
		"max_connections=300",
	]);
	const stop = async () => {
		await postgres.stop();
		for (const folder of [requested, postgres.folder])
			rmSync(folder, { recursive: true, force: true });
	};
	setServer(postgres.url);
	afterAll(stop);
	for (const signal of ["SIGINT", "SIGTERM"] as const)
		process.on(signal, () => void stop().finally(() => process.exit(130)));
}
