import { administer, createTestDatabase, lockTasks } from "../harness.ts";
import { type Service, serve, start } from "../processes.ts";
import { openProxy } from "../proxy.ts";
import { type Outcome, startLoad } from "./load.ts";
import { type Server, startServer } from "./postgres.ts";

/** How long after the moment there was an answer again, in milliseconds. */
const recovered = (served: readonly number[], moment: number): number =>
	Math.min(...served.filter((at) => at >= moment)) - moment;

/** How a server is taken away, and how it comes back. */
const ways = {
	/** It ends as in a power cut. */
	kill: [(server: Server) => server.kill(), (server: Server) => server.start()],
	/** Nothing of it moves. */
	freeze: [(server: Server) => server.freeze(), (server: Server) => server.thaw()],
} as const;

/** What happens while PostgreSQL is away for so many milliseconds, and after it is back. */
export async function takeAway(how: keyof typeof ways, away: number) {
	const [take, giveBack] = ways[how];
	await using database = await startServer();
	const service = await serve({ DATABASE_URL: database.url });
	const load = await startLoad({ port: service.port, pause: 2, warmUp: 500 });
	await take(database);
	const taken = performance.now();
	await service.reaches("/health/ready", 503);
	const unready = performance.now() - taken;
	const live = await service.statusOf("/health/live");
	await Bun.sleep(away);
	await giveBack(database);
	const back = performance.now();
	await service.reaches("/health/ready");
	await Bun.sleep(500);
	const outcome = await load.stop();
	return {
		...(await summary(service, outcome)),
		unready,
		live,
		back: recovered(outcome.served, back),
		damage: await load.damage(database.url),
	};
}

/** How many sessions PostgreSQL has at most, and what becomes of requests, while a table is locked by somebody else. */
export async function lockTable({ locked }: { locked: number }) {
	const databaseUrl = await createTestDatabase();
	const service = await serve({ DATABASE_URL: databaseUrl });
	const load = await startLoad({ port: service.port, users: 5, each: 8, pause: 2, warmUp: 500 });
	const sessions = watchSessions(databaseUrl);
	const unlock = await lockTasks(databaseUrl);
	await Bun.sleep(locked);
	const ready = await service.statusOf("/health/ready");
	await unlock();
	const back = performance.now();
	await Bun.sleep(500);
	const outcome = await load.stop();
	return {
		...(await summary(service, outcome)),
		sessions: await sessions.stop(),
		ready,
		back: recovered(outcome.served, back),
		damage: await load.damage(databaseUrl),
	};
}

/** What becomes of requests while all sessions are ended again and again. */
export async function terminateSessions({ storm }: { storm: number }) {
	const databaseUrl = await createTestDatabase();
	const service = await serve({ DATABASE_URL: databaseUrl });
	const load = await startLoad({ port: service.port, users: 4, each: 8, warmUp: 500 });
	const sessions = watchSessions(databaseUrl);
	const until = performance.now() + storm;
	let ended = 0;
	await administer(async (sql) => {
		while (performance.now() < until) {
			const rows = await sql`
				select pg_terminate_backend(pid) from pg_stat_activity 
				where application_name = 'tasks-api' and datname = current_database()`;
			ended += rows.length;
			await Bun.sleep(50);
		}
	}, databaseUrl);
	const outcome = await load.stop();
	return {
		...(await summary(service, outcome)),
		sessions: await sessions.stop(),
		ended,
		damage: await load.damage(databaseUrl),
	};
}

/** How often the service tries to connect to something that takes connections and closes them, in place of its database. */
export async function acceptAndClose({ seconds }: { seconds: number }) {
	const way = await openProxy(await createTestDatabase());
	const service = await serve({ DATABASE_URL: way.url });
	const load = await startLoad({ port: service.port, warmUp: 100 });
	way.cut();
	let attempts = 0;
	const trap = Bun.listen({
		hostname: "127.0.0.1",
		port: Number(new URL(way.url).port),
		socket: {
			open(socket) {
				attempts += 1;
				socket.end();
			},
			data() {},
		},
	});
	await Bun.sleep(seconds * 1000);
	const perSecond = attempts / seconds;
	const outcome = await load.stop();
	trap.stop(true);
	return { ...(await summary(service, outcome)), perSecond };
}

/** What a service does that starts before its database, which is empty. */
export async function startWithoutDatabase({ workers }: { workers: number }) {
	await using database = await startServer({ empty: true });
	await database.stop();
	const started = performance.now();
	const service = await start({ DATABASE_URL: database.url, WORKERS: String(workers) });
	await service.reaches("/health/live");
	const live = performance.now() - started;
	const load = await startLoad({ port: service.port, each: 1 });
	const ready = await service.statusOf("/health/ready");
	await database.start();
	const back = performance.now();
	await service.reaches("/health/ready");
	const took = performance.now() - back;
	await Bun.sleep(500);
	const outcome = await load.stop();
	return { ...(await summary(service, outcome)), live, ready, took, damage: await load.damage(database.url) };
}

/** What becomes of requests while PostgreSQL takes no writes. */
export async function readOnly() {
	await using database = await startServer();
	const service = await serve({ DATABASE_URL: database.url });
	const setReadOnly = (value: "on" | "off") =>
		administer(async (sql) => {
			await sql.unsafe(`alter system set default_transaction_read_only = ${value}`);
			await sql`select pg_reload_conf()`;
		}, database.url);
	const load = await startLoad({ port: service.port, pause: 2, warmUp: 300 });
	await setReadOnly("on");
	const since = performance.now();
	await Bun.sleep(500);
	const ready = await service.statusOf("/health/ready");
	await setReadOnly("off");
	const back = performance.now();
	await Bun.sleep(500);
	const outcome = await load.stop();
	return {
		...(await summary(service, outcome)),
		ready,
		readsMeanwhile: outcome.served.filter((at) => at > since && at < back).length,
		back: recovered(outcome.written, back),
		damage: await load.damage(database.url),
	};
}

async function summary(service: Service, { statuses, lost, slowest }: Outcome) {
	return { statuses, lost, slowest, code: await service.stop() };
}

/** Counts the service's sessions every 20 ms; the most that there were. */
function watchSessions(url: string) {
	let most = 0;
	let isStopped = false;
	const watching = administer(async (sql) => {
		while (!isStopped) {
			const [row] = await sql<{ count: number }[]>`
				select count(*)::int as count from pg_stat_activity
				where application_name = 'tasks-api' and datname = current_database()`;
			most = Math.max(most, row?.count ?? 0);
			await Bun.sleep(20);
		}
	}, url);
	return {
		async stop() {
			isStopped = true;
			await watching;
			return most;
		},
	};
}
