/**
 * `bun run test [file …]`: runs the tests, two files at a time, and exits as they do. They share a PostgreSQL server,
 * DATABASE_URL's or one of their own, where each works on copies of one database.
 */
import { startTemporaryPostgres } from "../db/embedded.ts";
import { migrate } from "../src/db/migrate.ts";
import { administer, setServer, throwaway } from "./harness.ts";

const template = "tasks_template";

async function main(files: readonly string[]): Promise<number> {
	// The terminal's Ctrl-C is the tests', too: when they have ended, so does their server.
	let tests: Bun.Subprocess | undefined;
	let isStopped = false;
	for (const signal of ["SIGINT", "SIGTERM"] as const)
		process.on(signal, () => {
			isStopped = true;
			tests?.kill(signal);
		});
	await using server = process.env.DATABASE_URL ? undefined : await ownServer();
	if (isStopped) return 130;
	tests = Bun.spawn([process.execPath, "test", "--parallel=2", "--timeout=60000", ...files], {
		env: { ...process.env, ...(server && { DATABASE_URL: server.url, TEST_TEMPLATE: template }) },
		stdio: ["ignore", "inherit", "inherit"],
	});
	return await tests.exited;
}

/** A server with the database that the tests copy. */
async function ownServer() {
	const server = await startTemporaryPostgres(throwaway);
	setServer(server.url);
	await administer((sql) => sql.unsafe(`create database ${template}`));
	await migrate(`${new URL(template, server.url)}`);
	return server;
}

process.exit(await main(process.argv.slice(2)));
