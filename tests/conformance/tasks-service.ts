/** The tasks service for conformance checks: one that works, and one for each state that only its operator can bring about. */
import { administer, createTestDatabase, lockTasks, newUser, secret, startServer } from "../harness.ts";
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
			await administer((sql) => sql`alter table tasks drop column completed`, databaseUrl);
			const { baseUrl } = started.use(await startServer({ databaseUrl }));
			return { url: baseUrl };
		}),
		SERVICE_UNAVAILABLE: once(async () => {
			const databaseUrl = "postgres://nobody@127.0.0.1:1/none";
			const { baseUrl } = started.use(await startServer({ databaseUrl, deadline: 100 }));
			return { url: baseUrl };
		}),
		/** Better Auth owns the users, and has none. */
		UNKNOWN_USER: once(async () => {
			const databaseUrl = await createTestDatabase();
			await administer((sql) => sql`alter table users add column email text not null`, databaseUrl);
			const { baseUrl } = started.use(await startServer({ databaseUrl }));
			return { url: baseUrl };
		}),
	};

	const crowd = once(() => crowded(started));

	const started = cleanup.move();
	return {
		url: server.baseUrl,
		hasNewCallers: true,
		newCaller: async (id = newUser()) => known.caller(id),
		async provoke({ id, security }, { code = "" }) {
			const refused = await known.refused(code);
			if (refused) return { headers: refused };
			if (code === "INTERNAL_ERROR" && security.length === 0) return `${id} asks nothing of what could break`;
			if (code === "TOO_MANY_REQUESTS") return (await crowd())();
			return states[code]?.();
		},
		[Symbol.asyncDispose]: () => started.disposeAsync(),
	};
}

/**
 * A service whose statements wait for a lock; each call sends so much of one user's that as much is under way and
 * waiting as may be.
 */
async function crowded(started: AsyncDisposableStack): Promise<() => Promise<Provocation>> {
	const databaseUrl = await createTestDatabase();
	// Longer than any run: were those that wait given up, there would be room for one more.
	const server = started.use(await startServer({ databaseUrl, poolSize: 1, deadline: 600_000 }));
	started.defer(await lockTasks(databaseUrl));
	const user = newUser();
	const caller = await credentials(secret).caller(user);
	return async () => {
		// One is worked on, a hundred wait: the first answer is that of one that was too much.
		const sent = Array.from({ length: 102 }, () => server.request(`/api/${user}/tasks`, { user }));
		const { status } = await Promise.race(sent);
		// Those that wait are cut off with the service.
		for (const each of sent) each.catch(() => {});
		if (status !== 429) throw new Error(`nobody was turned down: ${status}`);
		return { url: server.baseUrl, caller };
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
