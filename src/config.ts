import type { TokenRules } from "./auth/token.ts";
import { readAddress } from "./db/connection/address.ts";
import type { Prepare } from "./db/connection/connection.ts";

/** The process's settings, from the environment and nowhere else. */
export interface Config {
	readonly host: string;
	readonly port: number;
	readonly databaseUrl: string;
	readonly poolSize: number;
	readonly prepare: Prepare;
	readonly tokens: TokenRules;
	readonly corsOrigins: readonly string[];
	readonly workers: number;
	/** How long the process goes on taking requests once it is told to stop, in seconds. */
	readonly drainSeconds: number;
	readonly logLevel: LogLevel;
	readonly metricsPort: number | undefined;
}

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

export class ConfigError extends Error {
	constructor(problems: readonly string[]) {
		super(problems.join("\n"));
		this.name = "ConfigError";
	}
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings. Throws a ConfigError that names every variable that is missing or wrong. */
export const readConfig = (environment: Environment): Config =>
	readAll(environment, (read) => ({
		host: read("HOST", anyText, "0.0.0.0"),
		port: read("PORT", portFor(environment.WORKERS), 8000),
		databaseUrl: read("DATABASE_URL", databaseUrl),
		poolSize: read("DB_POOL_MAX", integer(1, 1000), 15),
		prepare: read<Prepare>("DB_PREPARE", boolean, "if safe"),
		tokens: readTokens(read),
		corsOrigins: read("CORS_ORIGINS", origins, ["http://localhost:3000"]),
		workers: read("WORKERS", integer(1, 256), 1),
		drainSeconds: read("DRAIN_SECONDS", integer(0, 3600), 5),
		logLevel: read("LOG_LEVEL", logLevel, "info"),
		metricsPort: read("METRICS_PORT", otherPort(environment.PORT), 0) || undefined,
	}));

/** Single settings, for commands that need no others. Each throws a ConfigError. */
export const readDatabaseUrl = (environment: Environment): string =>
	readAll(environment, (read) => read("DATABASE_URL", databaseUrl));
export const readSecret = (environment: Environment): string =>
	readAll(environment, (read) => read("BETTER_AUTH_SECRET", secret));
export const readPort = (environment: Environment): number =>
	readAll(environment, (read) => read("PORT", integer(0, 65535), 8000));

function readTokens(read: Read): TokenRules {
	const origin = read("BETTER_AUTH_URL", webOrigin, "");
	const url = read("BETTER_AUTH_JWKS_URL", webAddress, "");
	const hasKeys = origin !== "" || url !== "";
	return {
		// Without a JWKS endpoint there must be a secret.
		secret: hasKeys ? read("BETTER_AUTH_SECRET", secret, "") || undefined : read("BETTER_AUTH_SECRET", secret),
		jwks: hasKeys ? { url: url || `${origin}/api/auth/jwks`, origin: origin || new URL(url).origin } : undefined,
		issuer: read("JWT_ISSUER", anyText, "") || undefined,
		audience: read("JWT_AUDIENCE", anyText, "") || undefined,
	};
}

/** The parsed variable; an empty one counts as unset. A parser throws where the text is not what is allowed. */
type Read = <T>(name: string, parse: (text: string) => T, fallback?: T) => T;

function readAll<Settings>(environment: Environment, settings: (read: Read) => Settings): Settings {
	const problems: string[] = [];
	const read: Read = (name, parse, fallback) => {
		const text = environment[name] ?? "";
		const isSet = text.trim() !== "";
		try {
			if (isSet) return parse(text);
		} catch (error) {
			problems.push(error instanceof ConfigError ? error.message : `${name} is wrong: ${hints[name]}`);
		}
		if (!isSet && fallback === undefined) problems.push(`${name} is required: ${hints[name]}`);
		return fallback as never;
	};
	const result = settings(read);
	if (problems.length > 0) throw new ConfigError(problems);
	return result;
}

/** What each variable must be. The value itself is never shown: it may be a secret. */
const hints: Record<string, string> = {
	PORT: "an integer from 0 to 65535; not 0, which is any free port, with more than one of WORKERS",
	DATABASE_URL: "the address of a PostgreSQL database, like postgres://user:password@host:5432/database",
	DB_POOL_MAX: "the most database connections per process, an integer from 1 to 1000",
	DB_PREPARE: "whether statements are prepared, true or false; false behind a pooler that cannot keep them apart",
	BETTER_AUTH_SECRET:
		"the secret that Better Auth signs tokens with, at least 32 characters; or set BETTER_AUTH_URL to use its public keys",
	BETTER_AUTH_URL:
		"the origin of the Better Auth server, like https://app.example.org; where its API is not at /api/auth, set BETTER_AUTH_JWKS_URL",
	BETTER_AUTH_JWKS_URL: "the address of Better Auth's public keys, like https://app.example.org/api/auth/jwks",
	CORS_ORIGINS: "the frontends' origins, separated by commas, like https://app.example.org,http://localhost:3000",
	WORKERS: "the number of server processes, an integer from 1 to 256",
	DRAIN_SECONDS: "how long to go on taking requests once told to stop, an integer from 0 to 3600",
	METRICS_PORT: "an integer from 1 to 65535, other than PORT",
	LOG_LEVEL: `one of ${logLevels.join(", ")}`,
};

const anyText = (text: string) => text;

const integer = (least: number, most: number) => (text: string) => {
	const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
	if (!(value >= least && value <= most)) throw new RangeError();
	return value;
};

/** Each worker would find a free port of its own. */
const portFor = (workers: string | undefined) => integer(Number(workers) > 1 ? 1 : 0, 65535);

const otherPort = (taken: string | undefined) => (text: string) => {
	if (Number(text) === Number(taken?.trim() || 8000)) throw new RangeError();
	return integer(1, 65535)(text);
};

function boolean(text: string): boolean {
	if (!/^(true|false)$/.test(text)) throw new RangeError();
	return text === "true";
}

function databaseUrl(text: string): string {
	try {
		readAddress(text);
	} catch (error) {
		if (error instanceof URIError)
			throw new ConfigError(["DATABASE_URL is wrong: in a password, a % is written as %25, an @ as %40, and so on"]);
		// What is no address gets the usual hint; one that asks for too much, its own message.
		throw error instanceof TypeError ? error : new ConfigError([(error as Error).message]);
	}
	return text;
}

function secret(text: string): string {
	if ([...text].length < 32) throw new RangeError();
	return text;
}

function webAddress(text: string): string {
	const { protocol, href } = new URL(text);
	if (!/^https?:$/.test(protocol)) throw new TypeError();
	return href;
}

/** An origin, with or without a slash at its end. */
function webOrigin(text: string): string {
	const address = webAddress(text);
	const { origin } = new URL(address);
	if (`${origin}/` !== address) throw new TypeError();
	return origin;
}

function origins(text: string): string[] {
	return text.split(",").map((part) => {
		const origin = part.trim();
		// A browser sends an origin in exactly this form, so that anything else would never match.
		if (!/^https?:\/\//.test(origin) || new URL(origin).origin !== origin) throw new TypeError();
		return origin;
	});
}

function logLevel(text: string): LogLevel {
	const level = logLevels.find((known) => known === text.toLowerCase());
	if (!level) throw new RangeError();
	return level;
}
