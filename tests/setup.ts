/**
 * Runs before the tests of a process: gives them the PostgreSQL server of DATABASE_URL, or one of their own that they
 * take away again, also on Ctrl-C. TEST_TEMPLATE is the name of a database to copy, TEST_NODES are the other nodes of
 * its cluster: both are set by what runs tests on a schema, or a cluster, of its making.
 */
import { afterAll } from "bun:test";
import { startTemporaryPostgres } from "../db/embedded.ts";
import { dropDatabases, setServer, throwaway } from "./harness.ts";

const { DATABASE_URL, TEST_TEMPLATE, TEST_NODES } = process.env;

if (DATABASE_URL) {
	setServer(DATABASE_URL, {
		...(TEST_TEMPLATE && { copied: TEST_TEMPLATE }),
		...(TEST_NODES && { others: TEST_NODES.split(" ") }),
	});
	afterAll(dropDatabases);
} else {
	const stop = async () => (await starting).stop();
	// Heard before the start has begun, so that nothing of it stays.
	for (const signal of ["SIGINT", "SIGTERM"] as const)
		process.on(signal, () => void stop().finally(() => process.exit(130)));
	const starting = startTemporaryPostgres(throwaway);
	const postgres = await starting;
	setServer(postgres.url);
	afterAll(stop);
}
