import { createApp } from "./app.ts";
import type { Config } from "./config.ts";
import { createDatabase } from "./db/database.ts";
import { migrate } from "./db/migrate.ts";
import { createLog } from "./log.ts";
import { listen, stopListening } from "./server.ts";

/** How long a request or a statement may take, in milliseconds. */
const deadline = 5_000;
/** How long the work in flight may take to finish once the process is told to stop, in milliseconds. */
const grace = 10_000;

/** A running service: where it listens, and how to stop it so that no request is lost. */
export interface Service {
	readonly url: string;
	stop(): Promise<void>;
}

/** Migrates the database and serves. Throws what keeps it from starting, with nothing left open. */
export async function startService(
	config: Config,
	{ worker = false } = {},
): Promise<Service> {
	const log = createLog(config.logLevel);
	// While the database is looked at, the app is put together.
	const migrating = worker ? [] : migrate(config.databaseUrl);

	const db = createDatabase({
		url: config.databaseUrl,
		size: config.poolSize,
		deadline,
	});
	let draining = false;
	const app = createApp({
		db,
		log,
		tokens: config.tokens,
		corsOrigins: config.corsOrigins,
		deadline,
		draining: () => draining,
	});
	const migrations = await migrating;
	if (migrations.length > 0) log.events.info({ migrations }, "migrated");
	const server = listen(app, {
		host: config.host,
		port: config.port,
		shared: worker,
	});
	const host = ["0.0.0.0", "127.0.0.1"].includes(config.host)
		? "localhost"
		: config.host;
	const url = `http://${host}:${server.port}`;
	log.events.info({ url }, "listening");

	return {
		url,
		async stop() {
			draining = true;
			log.events.info("stopping");
			// Balancers see that it is not ready, and clients let go of their connections, before it stops listening.
			await Bun.sleep(config.drainSeconds * 1000);
			await Promise.race([stopListening(app), Bun.sleep(grace)]);
			await db.close();
			log.events.info("stopped");
		},
	};
}
