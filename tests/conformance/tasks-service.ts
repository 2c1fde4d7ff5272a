/** The tasks service for conformance checks: one that works, and one for each state that only its operator can bring about. */
import {
	administer,
	createTestDatabase,
	lockTasks,
	newUser,
	secret,
	startServer,
} from "../harness.ts";
import { credentials } from "./credentials.ts";
import type { Provocation, Service } from "./service.ts";

/** Starts the service with a database of its own on the tests' PostgreSQL; the states follow when they are needed. */
export async function tasksService(): Promise<Service> {
	await using cleanup = new AsyncDisposableStack();
	const server = cleanup.use(await startServer());
	const known = credentials(secret);

	const states: Record<string, () => Promise<Provocation>> = {
		/** Each statement fails: its table has lost a column. */
		INTERNAL_ERROR: once(async () => {
			const databaseUrl = await createTestDatabase();
			await administer(
				(sql) => sql`alter table tasks drop column completed`,
				databaseUrl,
			);
			const { baseUrl } = started.use(await startServer({ databaseUrl }));
			return { url: baseUrl };
		}),
		SERVICE_UNAVAILABLE: once(async () => {
			const databaseUrl = "postgres://nobody@127.0.0.1:1/none";
			const { baseUrl } = started.use(await startServer({ databaseUrl }));
			return { url: baseUrl };
		}),
		/** Better Auth owns the users, and has none. */
		UNKNOWN_USER: once(async () => {
			const databaseUrl = await createTestDatabase();
			await administer(
				(sql) => sql`alter table users add column email text not null`,
				databaseUrl,
			);
			const { baseUrl } = started.use(await startServer({ databaseUrl }));
			return { url: baseUrl };
		}),
		TOO_MANY_REQUESTS: once(() => crowd(started)),
	};

	const started = cleanup.move();
	return {
		url: server.baseUrl,
		hasNewCallers: true,
		newCaller: async (id = newUser()) => known.caller(id),
		async provoke({ id, security }, { code = "" }) {
			const refused = await known.refused(code);
			if (refused) return { headers: refused };
			if (code === "INTERNAL_ERROR" && security.length === 0)
				return `${id} asks nothing of what could break`;
			return states[code]?.();
		},
		[Symbol.asyncDispose]: () => started.disposeAsync(),
	};
}

/** A service at which as much of one user's is under way and waiting as may be: the statements wait for a lock. */
async function crowd(started: AsyncDisposableStack): Promise<Provocation> {
	const databaseUrl = await createTestDatabase();
	const server = started.use(
		await startServer({ databaseUrl, poolSize: 1, deadline: 60_000 }),
	);
	const release = await lockTasks(databaseUrl);
	const user = newUser();
	// One is worked on, a hundred wait: the first answer is that of the one that was too much.
	const waiting = Array.from({ length: 102 }, () =>
		server.request(`/api/${user}/tasks`, { user }),
	);
	started.defer(async () => {
		await release();
		await Promise.all(waiting);
	});
	await Promise.race(waiting);
	return {
		url: server.baseUrl,
		caller: await credentials(secret).caller(user),
	};
}

/** The same work, done when it is first asked for. */
function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
	let result: Promise<Result> | undefined;
	return () => {
		result ??= work();
		return result;
	};
}
