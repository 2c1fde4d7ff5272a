import { createApp } from "../app.ts";
import type { Config } from "../config.ts";
import { createDatabase } from "../db/database.ts";
import { foreignUsers } from "../db/found.ts";
import { migrateWhenThere } from "../db/migrate.ts";
import { createLog, type Log } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics/metrics.ts";
import { startMetrics } from "../observe/metrics/start.ts";
import { readContract } from "../openapi.ts";
import { configured } from "./configured.ts";
import type { Running } from "./lifecycle.ts";
import { listen, stopListening } from "./listen.ts";

/** How long a request or a statement may take, in milliseconds. */
const deadline = 5_000;
/** How long the work in flight may take to finish once the process no longer listens, in milliseconds. */
const grace = 10_000;
/** How long a start waits for the database before it listens without it, in milliseconds. */
const patience = 1_000;

/** A running service: where it listens, and how to stop it so that no request is lost. */
export interface Service extends Running {
	readonly url: string;
	/** What it has measured, where it is configured to. */
	readonly metrics: Metrics | undefined;
	/** Goes on for so many seconds for clients and balancers to notice, the configured ones unless given. */
	stop(drainSeconds?: number): Promise<void>;
}

export interface ServiceOptions {
	/** Whether other processes take requests from the same port. */
	readonly shared?: boolean;
	/** What brings the schema up to date, if it is not this process. */
	readonly migrated?: Promise<unknown>;
}

/**
 * Migrates the database and serves; while the database is away it answers that it is not ready. Throws what keeps it
 * from starting, with nothing left open; what shows later is its `failure`.
 */
export async function startService(
	config: Config,
	{ shared = false, migrated }: ServiceOptions = {},
): Promise<Service> {
	const log = createLog(config.logLevel);
	if (!shared) log.events.info(configured(config), "starting");
	// While the database is looked at, the app is put together.
	const ready = migrated ?? bringUpToDate(config, log);

	const db = createDatabase({
		url: config.databaseUrl,
		size: config.poolSize,
		deadline,
		prepare: config.prepare,
		after: ready,
		onChange: (failure) => logChange(log, failure),
		onUnprepared: () => log.events.warn("a pooler mixes up prepared statements: DB_PREPARE=false, at some cost"),
		onSlow: log.slowStatement,
	});
	const contract = readContract();
	const metrics = await startMetrics({
		host: config.host,
		port: config.metricsPort,
		shared,
		contract,
		inFlight: () => app.server?.pendingRequests ?? 0,
		database: db.state,
		poolSize: config.poolSize,
	});
	let draining = false;
	const app = createApp({
		contract,
		db,
		log,
		observe(exchange) {
			log.request(exchange);
			metrics?.observe(exchange);
		},
		tokens: config.tokens,
		corsOrigins: config.corsOrigins,
		deadline,
		capacity: config.poolSize,
		draining: () => draining,
	});
	await Promise.race([ready, Bun.sleep(patience)]);
	const server = listen(app, { host: config.host, port: config.port, shared });
	const host = ["0.0.0.0", "127.0.0.1"].includes(config.host) ? "localhost" : config.host;
	const url = `http://${host}:${server.port}`;
	log.events.info({ url }, "listening");

	return {
		url,
		metrics,
		failure: ready.then(() => new Promise<never>(() => {})),
		async stop(drainSeconds = config.drainSeconds) {
			draining = true;
			log.events.info({ drain_seconds: drainSeconds }, "stopping");
			// Balancers see that it is not ready, and clients let go of their connections, before it stops listening.
			await Bun.sleep(drainSeconds * 1000);
			await Promise.race([stopListening(app), Bun.sleep(grace)]);
			await db.close();
			await metrics?.stop();
			log.events.info("stopped");
		},
	};
}

/** Migrates the database as soon as it is there, and logs what becomes of it. */
export async function bringUpToDate({ databaseUrl }: Config, log: Log): Promise<void> {
	const migrations = await migrateWhenThere(databaseUrl, (failure) => logChange(log, failure));
	if (migrations.length > 0) log.events.info({ migrations }, "migrated");
	// Nobody has to wait for this; where the database goes away just now, the next start tells it.
	foreignUsers(databaseUrl).then(
		(warning) => warning && log.events.warn(warning),
		() => {},
	);
}

/** Tells when the database can no longer be reached, and when it can again. */
function logChange(log: Log, failure: unknown): void {
	if (failure === undefined) log.events.info("the database is back");
	else log.events.warn({ error: failure }, "the database is away");
}
