/** What the tests share: databases of their own, servers on real sockets, and clients of users. */
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import postgres from "postgres";
import { createApp } from "../src/app.ts";
import { signToken } from "../src/auth/sign.ts";
import type { TokenRules } from "../src/auth/token.ts";
import { createDatabase } from "../src/db/database.ts";
import { migrate } from "../src/db/migrate.ts";
import { createApi } from "../src/lib/api.ts";
import { logTo } from "../src/observe/log.ts";
import { listen } from "../src/process/listen.ts";

export const secret = "a secret for tests only, 32 characters";
export const origin = "http://localhost:3000";

/** The settings of a server that nothing outlives: no need to wait for the disk. */
export const throwaway = ["fsync=off", "synchronous_commit=off", "max_connections=300"];

let server = "";
/** The other nodes of the server's cluster, where it is one: each database is on every node. */
let nodes: readonly string[] = [];
const databases: string[] = [];
let template: Promise<string> | undefined;

/**
 * Sets the PostgreSQL server in which the tests make their databases. These are copies of one of its databases, where
 * its name is given, else of a new one with the current schema.
 */
export function setServer(
	url: string,
	{ copied, others = [] }: { copied?: string; others?: readonly string[] } = {},
): void {
	server = url;
	nodes = others;
	if (copied) template = Promise.resolve(copied);
}

/** A new database's address; with the current schema, unless it is to be empty. */
export async function createTestDatabase({ empty = false } = {}): Promise<string> {
	if (empty) return createFrom("template0");
	template ??= createFrom("template0").then(async (url) => {
		await migrate(url);
		return nameOf(url);
	});
	return createFrom(await template);
}

async function createFrom(source: string): Promise<string> {
	const name = `tasks_test_${randomBytes(8).toString("hex")}`;
	databases.push(name);
	for (const node of [server, ...nodes])
		await administer((sql) => sql.unsafe(`create database ${name} template ${source}`), node);
	const url = new URL(server);
	url.pathname = `/${name}`;
	return url.href;
}

const nameOf = (url: string): string => new URL(url).pathname.slice(1);

/** Drops every database that the tests made, for a server that goes on. */
export async function dropDatabases(): Promise<void> {
	for (const node of [server, ...nodes])
		await administer(async (sql) => {
			for (const name of databases) await sql.unsafe(`drop database if exists ${name} with (force)`);
		}, node);
}

/** Runs statements as the server's administrator. */
export async function administer<T>(statements: (sql: postgres.Sql) => Promise<T>, url: string = server): Promise<T> {
	const sql = postgres(url, { max: 1, onnotice: () => {} });
	try {
		return await statements(sql);
	} finally {
		await sql.end();
	}
}

/** Locks a database's tasks, so that every statement about them waits; gives back what lets them go on. */
export async function lockTasks(url: string): Promise<() => Promise<void>> {
	const sql = postgres(url, { max: 1, onnotice: () => {} });
	await sql.unsafe("begin; lock table tasks in access exclusive mode");
	return () => sql.end({ timeout: 1 });
}

/** Waits until a statement waits for a lock in this database. */
export async function waitsForLock(databaseUrl: string): Promise<void> {
	await administer(async (sql) => {
		const blocked = () =>
			sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
		while ((await blocked()).length === 0) await Bun.sleep(5);
	}, databaseUrl);
}

interface TestServerOptions {
	/** The database's address; a new one of its own unless given. */
	readonly databaseUrl?: string;
	readonly deadline?: number;
	readonly poolSize?: number;
	readonly tokens?: TokenRules;
	readonly corsOrigins?: readonly string[];
	readonly draining?: () => boolean;
}

export type TestServer = Awaited<ReturnType<typeof startServer>>;

/** The whole service on a free port, with what it logs. Close it with `await using`, or `stop`. */
export async function startServer({
	databaseUrl,
	deadline = 5_000,
	poolSize = 5,
	tokens = { secret },
	corsOrigins = [origin],
	draining = () => false,
}: TestServerOptions = {}) {
	const url = databaseUrl ?? (await createTestDatabase());
	const logged: string[] = [];
	const log = logTo({ write: (line) => logged.push(line), close: async () => {} }, "info");
	const db = createDatabase({ url, size: poolSize, deadline, onSlow: log.slowStatement });
	const app = createApp({
		db,
		log,
		observe: log.request,
		tokens,
		corsOrigins,
		deadline,
		capacity: poolSize,
		draining,
	});
	const listening = listen(app, { host: "127.0.0.1", port: 0, shared: false });
	const baseUrl = `http://127.0.0.1:${listening.port}`;
	const stop = async () => {
		await listening.stop(true);
		await db.close();
	};
	return {
		baseUrl,
		databaseUrl: url,
		logged,
		/** The generated client, as a user; without one, as nobody. */
		api: (userId?: string) =>
			createApi({
				baseUrl,
				// What the service answers is looked at here, not waited for.
				retries: 2,
				...(userId !== undefined && { token: () => signToken(secret, userId) }),
			}),
		/** A plain request, for what the client would not send: as a user, with a body of JSON, or its text. */
		request: async (
			path: string,
			{ user, json, ...init }: RequestInit & { user?: string; json?: string | object | undefined } = {},
		) => {
			const headers = new Headers(init.headers);
			if (user !== undefined) headers.set("authorization", `Bearer ${await signToken(secret, user)}`);
			if (json === undefined) return fetch(baseUrl + path, { ...init, headers });
			headers.set("content-type", "application/json");
			const body = typeof json === "string" ? json : JSON.stringify(json);
			return fetch(baseUrl + path, { ...init, headers, body });
		},
		stop,
		[Symbol.asyncDispose]: stop,
	};
}

/** What a server says to bytes that no client would send, until it hangs up. */
export function sendRaw(baseUrl: string, bytes: string): Promise<string> {
	const { hostname, port } = new URL(baseUrl);
	return new Promise((resolve, reject) => {
		let answer = "";
		const socket = connect(Number(port), hostname, () => socket.write(bytes));
		socket.on("data", (data) => {
			answer += data;
		});
		socket.on("error", reject).on("close", () => resolve(answer));
	});
}

let users = 0;
/** An id that no other test uses. */
export const newUser = (): string => `user-${++users}-${randomBytes(4).toString("hex")}`;

/** What `failureOf` gives back for a failure without details. */
export const failure = (status: number, code: string, message: string) => ({ status, data: null, code, message });

/** The documented failure, without its request id: status, code, message and details. */
export async function failureOf(response: Response) {
	const { data, error } = (await response.json()) as {
		data: unknown;
		error: { code: string; message: string; details?: unknown };
	};
	return { status: response.status, data, ...error };
}
