/** The schema as db/distribute.sql leaves it: on a real Citus cluster, or as far as PostgreSQL alone can follow. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { migrate } from "../src/db/migrate.ts";
import { outcomeOf } from "./command.ts";
import { administer } from "./harness.ts";

const script = join(import.meta.dir, "../db/distribute.sql");

/** Runs db/distribute.sql as psql does: on one connection, one statement after the other. */
export async function distribute(url: string): Promise<void> {
	const statements = (await Bun.file(script).text()).split(/;$/m);
	await administer(async (sql) => {
		for (const statement of statements) if (statement.trim() !== "") await sql.unsafe(statement);
	}, url);
}

/**
 * Gives a database without Citus functions of the names that db/distribute.sql calls. They spread nothing: they note
 * that they were called, and with what.
 */
export const addStandIns = (url: string) =>
	administer(
		(sql) =>
			sql.unsafe(`
        create table calls (id int generated always as identity, call text);
        create function create_distributed_table(name regclass, by text) returns void
          language sql as $$ insert into calls (call) values (format('%s by %s', name, by)) $$;
        create function create_reference_table(name regclass) returns void
          language sql as $$ insert into calls (call) values (format('%s on every node', name)) $$`),
		url,
	);

/** What the stand-ins were called with, in order. */
export const callsOf = (url: string): Promise<string[]> =>
	administer(async (sql) => {
		const rows = await sql`select call from calls order by id`;
		return rows.map(({ call }) => call);
	}, url);

/** The tests of what the service answers that need nothing of the schema but that it is there. */
export const aboutAnswers = ["tests/answers.test.ts", "tests/tasks/tasks.test.ts", "tests/tasks/pages.test.ts"];

/** Runs test files on copies of a database, which is at each of these addresses. Throws what they report if one fails. */
export async function runOnCopies(files: readonly string[], urls: readonly string[]) {
	const [first = "", ...others] = urls.map((url) => new URL("/postgres", url));
	const { code, errors } = await outcomeOf([process.execPath, "test", "--timeout", "60000", ...files], {
		cwd: join(import.meta.dir, ".."),
		env: {
			...process.env,
			CITUS_URL: "",
			DATABASE_URL: `${first}`,
			TEST_NODES: others.join(" "),
			TEST_TEMPLATE: new URL(urls[0] ?? "").pathname.slice(1),
		},
	});
	if (code !== 0) throw new Error(errors);
}

/** A database that is on every node of a Citus cluster. */
interface Cluster {
	readonly name: string;
	/** Its address on each node, the coordinator's first. */
	readonly urls: readonly string[];
	/** Lets nobody in any more, so that it can be copied, node by node. */
	close(): Promise<void>;
	/** Drops it on every node. */
	[Symbol.asyncDispose](): Promise<void>;
}

/** Makes a database with the current schema, not spread yet, on the coordinator's cluster. */
export async function createCluster(coordinator: string): Promise<Cluster> {
	const workers = await administer(
		(sql) => sql`
      select nodename as host, nodeport as port from pg_dist_node
      where groupid <> 0 and noderole = 'primary' and isactive
      order by groupid`,
		coordinator,
	);
	const servers = [coordinator, ...workers.map(({ host, port }) => changed(coordinator, { host: `${host}:${port}` }))];
	const onEach = async (statement: string) => {
		for (const server of servers) await administer((sql) => sql.unsafe(statement), server);
	};
	const name = `tasks_test_${randomBytes(8).toString("hex")}`;
	await onEach(`create database ${name}`);
	const urls = servers.map((server) => changed(server, { pathname: name }));
	for (const url of urls) await administer((sql) => sql`create extension citus`, url);
	const [first = coordinator] = urls;
	await administer(async (sql) => {
		const { hostname, port } = new URL(first);
		await sql`select citus_set_coordinator_host(${hostname}, ${port || "5432"}::int)`;
		for (const { host, port } of workers) await sql`select citus_add_node(${host}, ${port})`;
	}, first);
	await migrate(first);
	return {
		name,
		urls,
		async close() {
			await onEach(`alter database ${name} allow_connections false`);
			await onEach(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
		},
		[Symbol.asyncDispose]: () => onEach(`drop database if exists ${name} with (force)`),
	};
}

const changed = (url: string, parts: { host?: string; pathname?: string }) => Object.assign(new URL(url), parts).href;
