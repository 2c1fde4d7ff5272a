import { openSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { freePort, startPostgres } from "../../db/embedded.ts";
import { signToken } from "../../src/auth/sign.ts";
import { migrate } from "../../src/db/migrate.ts";
import { production } from "../run/service.ts";
import { childrenOf, cpuOf, cpuOfTree } from "./processes.ts";

const root = join(import.meta.dir, "../..");
const secret = "a secret for the benchmark, 32 characters";

/** A server that is measured: the service, or the floor. */
export interface Server {
	readonly pid: number;
	readonly port: number;
	/** From the start of its process to the first connection that it takes, in milliseconds. */
	readonly startup: number;
	/** Where its log goes. */
	readonly log: string;
	/** The processes that serve: its workers, or itself. */
	serving(): number[];
	/** What they have used of the CPU so far, in seconds. */
	cpu(): number;
	stop(): Promise<void>;
}

/** Users with so many tasks each. One alone would be kept to their share of the service. */
export const crowd = (tasks: number): User[] =>
	Array.from({ length: 16 }, (_, index): User => `user-${tasks}-${index}`);

/** The users, each with as many tasks as their name says. */
const users: readonly User[] = [
	"user-0",
	"user-100",
	"user-200",
	"user-1000",
	"user-10000",
	...crowd(0),
	...crowd(200),
	...crowd(1000),
];
export type User = `user-${number}` | `user-${number}-${number}`;

export type Stage = Awaited<ReturnType<typeof setStage>>;

/** A PostgreSQL of its own with users and tasks in it, and what is needed to measure there. */
export async function setStage() {
	const folder = await mkdtemp(join(tmpdir(), "tasks-api-bench-"));
	// What is compared is work, not disks: nothing waits for one.
	const database = await startPostgres(folder, [
		"fsync=off",
		"synchronous_commit=off",
		"shared_buffers=256MB",
		"shared_preload_libraries=pg_stat_statements",
	]);
	await migrate(database.url);
	const sql = postgres(database.url, { max: 1, onnotice: () => {} });
	await seed(sql);
	const [row] = await sql`
    select pg_read_file('postmaster.pid') as file
  `;
	const postmaster = Number.parseInt(row?.file, 10);
	const servers: Server[] = [];
	const start = async (program: string, environment = {}) => {
		const server = await launch(program, folder, {
			...environment,
			DATABASE_URL: database.url,
		});
		servers.push(server);
		return server;
	};
	const clear = async () => {
		for (const server of servers) await server.stop();
		await sql.end();
		await database.stop();
		for (const place of [folder, database.folder]) await rm(place, { recursive: true, force: true });
	};
	for (const signal of ["SIGINT", "SIGTERM"] as const)
		process.on(signal, () => void clear().finally(() => process.exit(130)));

	return {
		sql,
		url: database.url,
		token: (user: string) => signToken(secret, user),
		/** What PostgreSQL has used of the CPU so far, in seconds. */
		databaseCpu: () => cpuOfTree(postmaster),
		/** The ids of some of the user's tasks. */
		async taskIds(user: User, count: number): Promise<number[]> {
			const rows = await sql`
        select id from tasks where user_id = ${user} order by id limit ${count}
      `;
			return rows.map(({ id }) => Number(id));
		},
		/** Starts the service, with production's defaults but for what the environment says. */
		service: (environment: Record<string, string> = {}) =>
			start(join(root, "src/main.ts"), { ...production, ...environment }),
		/** Starts the floor. */
		floor: () => start(join(import.meta.dir, "floor.ts")),
		/** Stops everything, and leaves nothing behind. */
		clear,
	};
}

async function seed(sql: postgres.Sql): Promise<void> {
	for (const user of users) {
		const count = Number(user.split("-")[1]);
		await sql`insert into users (id) values (${user})`;
		await sql`
      insert into tasks (user_id, title, description, completed, created_at)
      select ${user}, 'Task ' || n, 'What there is to say about task ' || n, n % 3 = 0,
        now() - n * interval '1 minute'
      from generate_series(1, ${count}) as n
    `;
	}
	await sql`create extension pg_stat_statements`;
	await sql`vacuum analyze`;
}

/** Starts a server with its log in a file, and waits until it takes connections. */
async function launch(program: string, folder: string, environment: Record<string, string>): Promise<Server> {
	const port = await freePort();
	const log = join(folder, `${port}.log`);
	const started = performance.now();
	const child = Bun.spawn([process.execPath, program], {
		cwd: root,
		env: {
			PATH: process.env.PATH,
			HOST: "127.0.0.1",
			PORT: String(port),
			BETTER_AUTH_SECRET: secret,
			...environment,
		},
		stdio: ["ignore", openSync(log, "w"), "inherit"],
	});
	while (!(await answers(port))) {
		if (child.exitCode !== null) throw new Error("a server did not start");
		await Bun.sleep(1);
	}
	const startup = performance.now() - started;
	const serving = () => (environment.WORKERS ? childrenOf(child.pid) : [child.pid]);
	return {
		pid: child.pid,
		port,
		startup,
		log,
		serving,
		cpu: () => cpuOf(serving()),
		async stop() {
			child.kill("SIGTERM");
			await child.exited;
		},
	};
}

async function answers(port: number): Promise<boolean> {
	try {
		const socket = await Bun.connect({
			hostname: "127.0.0.1",
			port,
			socket: { data() {} },
		});
		socket.end();
		return true;
	} catch {
		return false;
	}
}
