import type { Config } from "../config.ts";
import { readAddress } from "../db/connection/address.ts";
import { foreignUsers } from "../db/foreign-tables.ts";
import { migrateWhenThere } from "../db/migrate.ts";
import type { Log } from "../observe/log.ts";
import { version } from "../openapi.ts";

/** For all workers: logs the configuration, migrates when the database is there. Throws what waiting cannot mend. */
export async function prepare(config: Config, log: Log): Promise<void> {
	log.events.info(configured(config), "starting");
	const migrations = await migrateWhenThere(config.databaseUrl, log.databaseChange);
	if (migrations.length > 0) log.events.info({ migrations }, "migrated");
	// Nobody has to wait for this warning; where the database goes away just now, the next start gives it.
	foreignUsers(config.databaseUrl).then(
		(warning) => warning && log.events.warn(warning),
		() => {},
	);
}

/** The configuration without secret and passwords, and of addresses only where they lead. */
export function configured(config: Config): object {
	const { hosts, database, tls } = readAddress(config.databaseUrl);
	const { secret, jwks, issuer, audience } = config.tokens;
	return {
		version: version(),
		bun: Bun.version,
		host: config.host,
		port: config.port,
		metrics_port: config.metricsPort,
		workers: config.workers,
		database: hosts.map(({ host, port }) => `${host}:${port}/${database}`),
		database_tls: tls ? tls.verifies : false,
		pool_size: config.poolSize,
		prepare: config.prepare,
		tokens: [secret && "secret", jwks && placeOf(jwks.url)].filter(Boolean),
		issuer: issuer ?? jwks?.origin,
		audience: audience ?? jwks?.origin,
		cors_origins: config.corsOrigins,
		drain_seconds: config.drainSeconds,
		log_level: config.logLevel,
	};
}

function placeOf(url: string): string {
	const { origin, pathname } = new URL(url);
	return origin + pathname;
}
