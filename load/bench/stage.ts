import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { startTemporaryPostgres } from "../../db/embedded.ts";
import { signToken } from "../../src/auth/sign.ts";
import { migrate } from "../../src/db/migrate.ts";
import { production, service, startServer } from "../run/service.ts";
import { cpuOf } from "./processes.ts";
import type { Request } from "./wrk.ts";

const secret = "a secret for the benchmark, 32 characters";

/** Users, by what they are there for, and how many tasks each has. */
const crowds = { creators: 0, readers: 200, changers: 200, collectors: 10_000 };
/** How many of each there are: one alone would be kept to their share of the service. */
const crowdSize = 16;

interface Crowd {
	readonly lists: readonly Request[];
	readonly tasks: readonly Request[];
}

export type Stage = Awaited<ReturnType<typeof setStage>>;

/** A PostgreSQL with users and tasks in it, and what is needed to measure there, until the stack is disposed of. */
export async function setStage(cleanup: AsyncDisposableStack) {
	const folder = await mkdtemp(join(tmpdir(), "tasks-api-bench-"));
	cleanup.defer(() => rm(folder, { recursive: true }));
	const database = cleanup.use(
		// What is compared is work, not disks: nothing waits for one.
		await startTemporaryPostgres(["fsync=off", "synchronous_commit=off", "shared_buffers=256MB"]),
	);
	await migrate(database.url);
	const sql = postgres(database.url, { max: 1, onnotice: () => {} });
	cleanup.defer(() => sql.end());
	await seed(sql);
	const [row] = await sql`select pg_read_file('postmaster.pid') as file`;
	const postmaster = Number.parseInt(row?.file, 10);

	const start = (program: string, environment: Record<string, string>) =>
		startServer(cleanup, program, join(folder, `${randomUUID()}.log`), {
			...environment,
			DATABASE_URL: database.url,
			BETTER_AUTH_SECRET: secret,
		});
	return {
		/** For what is needed for a while. */
		folder,
		/** What PostgreSQL has used of the CPU so far, in seconds. */
		databaseCpu: () => cpuOf(postmaster),
		/** Requests of a crowd: for each one's list; for tasks of theirs, everybody's first before anybody's second. */
		async crowd(name: keyof typeof crowds): Promise<Crowd> {
			const users = Array.from({ length: crowdSize }, (_, index) => `${name}-${index + 1}`);
			const tokens = new Map(
				await Promise.all(users.map(async (user) => [user, await signToken(secret, user)] as const)),
			);
			const get = (user: string, task = ""): Request => ({
				method: "GET",
				path: `/api/${user}/tasks${task}`,
				headers: { Authorization: `Bearer ${tokens.get(user)}` },
			});
			const rows = await sql`
        select user_id, id from tasks where user_id = any(${users})
        order by row_number() over (partition by user_id order by id), user_id
        limit 3200
      `;
			return { lists: users.map((user) => get(user)), tasks: rows.map(({ user_id, id }) => get(user_id, `/${id}`)) };
		},
		/** Starts the service, with production's defaults but for what the environment says. */
		service: (environment = {}) => start(service, { ...production, DRAIN_SECONDS: "0", ...environment }),
		/** Starts the floor, in the same heap. */
		floor: () => start(join(import.meta.dir, "floor.ts"), production),
	};
}

async function seed(sql: postgres.Sql): Promise<void> {
	for (const [crowd, tasks] of Object.entries(crowds))
		await sql`
      with crowd as (
        insert into users (id)
        select ${crowd}::text || '-' || number from generate_series(1, ${crowdSize}) as number
        returning id
      )
      insert into tasks (user_id, title, description, completed, created_at)
      select id, 'Task ' || number, 'What there is to say about task ' || number, number % 3 = 0,
        now() - number * interval '1 minute'
      from crowd, generate_series(1, ${tasks}) as number
    `;
	await sql`vacuum analyze`;
}
