import { createApp } from "../app.ts";
import type { Config } from "../config.ts";
import { createDatabase } from "../db/database.ts";
import { createLog } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics/metrics.ts";
import { startMetrics } from "../observe/metrics/start.ts";
import { readContract } from "../openapi.ts";
import { listen, stopListening } from "./listen.ts";
import { prepare } from "./prepare.ts";
import type { Running } from "./run.ts";

/** How long a request or a statement may take, in milliseconds. */
const deadline = 5_000;
/** How long the work in flight may take to finish once the process no longer listens, in milliseconds. */
const grace = 10_000;
/** How long a start waits for the database before it listens without it, in milliseconds. */
const patience = 1_000;

export interface Service extends Running {
	readonly url: string;
	readonly metrics: Metrics | undefined;
	/** Goes on for so many seconds, for clients and balancers to notice, so that no request is lost. */
	stop(drainSeconds?: number): Promise<void>;
}

interface ServiceOptions {
	/** Given where other processes share the port: fulfilled once the schema is up to date for all of them. */
	readonly migrated?: Promise<unknown>;
}

/** Migrates and serves; while the database is away it is not ready. Throws what keeps it from starting. */
export async function startService(config: Config, { migrated }: ServiceOptions = {}): Promise<Service> {
	const log = createLog(config.logLevel);
	const shared = migrated !== undefined;
	// The database is migrated while the app is put together.
	const ready = migrated ?? prepare(config, log);

	const db = createDatabase({
		url: config.databaseUrl,
		size: config.poolSize,
		deadline,
		prepare: config.prepare,
		after: ready,
		onChange: log.databaseChange,
		onUnprepared: () => log.events.warn("a pooler mixes up prepared statements: DB_PREPARE=false, at some cost"),
		onSlow: log.slowStatement,
	});
	const metrics = await startMetrics({
		host: config.host,
		port: config.metricsPort,
		shared,
		contract: readContract(),
		inFlight: () => app.server?.pendingRequests ?? 0,
		database: db.state,
		poolSize: config.poolSize,
	});
	let draining = false;
	const app = createApp({
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
			await log.close();
		},
	};
}
