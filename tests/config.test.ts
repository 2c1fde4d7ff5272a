import { describe, expect, test } from "bun:test";
import { type ConfigError, readConfig } from "../src/config.ts";
import { configured } from "../src/process/prepare.ts";

const good = {
	DATABASE_URL: "postgres://user:password@db.example.org:5432/tasks?sslmode=require",
	BETTER_AUTH_SECRET: "s".repeat(32),
};
const problems = (environment: Record<string, string>): string[] => {
	try {
		readConfig(environment);
		return [];
	} catch (error) {
		return (error as ConfigError).message.split("\n");
	}
};

describe("the configuration", () => {
	test("needs only a database and a secret", () => {
		expect(readConfig(good)).toEqual({
			host: "0.0.0.0",
			port: 8000,
			databaseUrl: good.DATABASE_URL,
			poolSize: 15,
			prepare: "if safe",
			tokens: { secret: good.BETTER_AUTH_SECRET, jwks: undefined, issuer: undefined, audience: undefined },
			corsOrigins: ["http://localhost:3000"],
			workers: 1,
			drainSeconds: 5,
			logLevel: "info",
			metricsPort: undefined,
		});
	});

	test("takes everything else from the environment, too", () => {
		expect(
			readConfig({
				...good,
				HOST: "127.0.0.1",
				PORT: "8080",
				DB_POOL_MAX: "3",
				DB_PREPARE: "false",
				JWT_ISSUER: "https://auth.example.org",
				JWT_AUDIENCE: "tasks",
				CORS_ORIGINS: "https://app.example.org, http://localhost:5173",
				WORKERS: "4",
				DRAIN_SECONDS: "0",
				LOG_LEVEL: "WARN",
				METRICS_PORT: "9464",
			}),
		).toMatchObject({
			host: "127.0.0.1",
			port: 8080,
			poolSize: 3,
			prepare: false,
			tokens: { issuer: "https://auth.example.org", audience: "tasks" },
			corsOrigins: ["https://app.example.org", "http://localhost:5173"],
			workers: 4,
			drainSeconds: 0,
			logLevel: "warn",
			metricsPort: 9464,
		});
	});

	test("counts empty variables as unset", () => {
		expect(readConfig({ ...good, PORT: "", JWT_ISSUER: " " })).toMatchObject({
			port: 8000,
			tokens: { issuer: undefined },
		});
	});

	test.each([
		[
			{ BETTER_AUTH_URL: "https://app.example.org" },
			"https://app.example.org/api/auth/jwks",
			"https://app.example.org",
		],
		[{ BETTER_AUTH_URL: "http://localhost:3000/" }, "http://localhost:3000/api/auth/jwks", "http://localhost:3000"],
		[
			{ BETTER_AUTH_JWKS_URL: "https://app.example.org/auth/keys" },
			"https://app.example.org/auth/keys",
			"https://app.example.org",
		],
		[
			{
				BETTER_AUTH_URL: "https://app.example.org",
				BETTER_AUTH_JWKS_URL: "http://frontend:3000/api/auth/jwks",
			},
			"http://frontend:3000/api/auth/jwks",
			"https://app.example.org",
		],
	])("takes Better Auth's public keys instead of a secret: %p", (variables, url, origin) => {
		const { DATABASE_URL } = good;
		expect(readConfig({ DATABASE_URL, ...variables }).tokens).toEqual({
			secret: undefined,
			jwks: { url, origin },
			issuer: undefined,
			audience: undefined,
		});
		expect(readConfig({ ...good, ...variables }).tokens).toMatchObject({
			secret: good.BETTER_AUTH_SECRET,
			jwks: { url, origin },
		});
	});

	test("names everything that is missing or wrong at once, with what is allowed", () => {
		expect(
			problems({ PORT: "80a", WORKERS: "0", DRAIN_SECONDS: "-1", LOG_LEVEL: "loud", BETTER_AUTH_SECRET: "short" }),
		).toEqual([
			"PORT is wrong: an integer from 0 to 65535; not 0, which is any free port, with more than one of WORKERS",
			"DATABASE_URL is required: the address of a PostgreSQL database, like postgres://user:password@host:5432/database",
			"BETTER_AUTH_SECRET is wrong: the secret that Better Auth signs tokens with, at least 32 characters; or set BETTER_AUTH_URL to use its public keys",
			"WORKERS is wrong: the number of server processes, an integer from 1 to 256",
			"DRAIN_SECONDS is wrong: how long to go on taking requests once told to stop, an integer from 0 to 3600",
			"LOG_LEVEL is wrong: one of trace, debug, info, warn, error, fatal, silent",
		]);
	});

	test.each([
		["DATABASE_URL", "mysql://localhost/tasks"],
		["DATABASE_URL", "postgres://localhost"],
		["DATABASE_URL", "localhost:5432"],
		["DATABASE_URL", "postgres://user:100%@localhost/tasks"],
		["PORT", "65536"],
		["PORT", "-1"],
		["METRICS_PORT", "0"],
		["METRICS_PORT", "8000"],
		["DB_POOL_MAX", "0"],
		["DB_PREPARE", "no"],
		["DRAIN_SECONDS", "1.5"],
		["BETTER_AUTH_SECRET", "s".repeat(31)],
		["BETTER_AUTH_URL", "app.example.org"],
		["BETTER_AUTH_URL", "https://app.example.org/api/auth"],
		["BETTER_AUTH_URL", "https://app.example.org/?x"],
		["BETTER_AUTH_JWKS_URL", "/api/auth/jwks"],
		["BETTER_AUTH_JWKS_URL", "file:///etc/jwks.json"],
		["CORS_ORIGINS", "*"],
		["CORS_ORIGINS", "app.example.org"],
		["CORS_ORIGINS", "https://app.example.org/"],
		["CORS_ORIGINS", "https://app.example.org/path"],
		["CORS_ORIGINS", "https://App.example.org"],
		["CORS_ORIGINS", "https://app.example.org,"],
		["CORS_ORIGINS", "null"],
		["CORS_ORIGINS", "file:///tmp"],
	])("refuses %s=%s without repeating the value", (name, value) => {
		const [problem, ...others] = problems({ ...good, [name]: value });
		expect(problem).toStartWith(`${name} is wrong: `);
		expect(problem).not.toContain(`: ${value}`);
		expect(others).toEqual([]);
	});

	test("lets one process find a free port, but not several, which are to share it", () => {
		expect(readConfig({ ...good, PORT: "0" }).port).toBe(0);
		expect(problems({ ...good, PORT: "0", WORKERS: "2" })).toEqual([
			expect.stringMatching(/^PORT is wrong: .*WORKERS/),
		]);
	});

	test("is told to the log without a secret", () => {
		const told = configured(
			readConfig({
				...good,
				DATABASE_URL:
					"postgres://someone:hidden1@a.example.org,b.example.org:6432/tasks?sslmode=verify-full&options=hidden2",
				BETTER_AUTH_JWKS_URL: "https://user:hidden3@auth.example.org/keys?key=hidden4",
			}),
		);
		expect(told).toMatchObject({
			port: 8000,
			workers: 1,
			database: ["a.example.org:5432/tasks", "b.example.org:6432/tasks"],
			database_tls: "chain and name",
			pool_size: 15,
			tokens: ["secret", "https://auth.example.org/keys"],
			issuer: "https://auth.example.org",
		});
		for (const secret of [good.BETTER_AUTH_SECRET, "hidden", "someone"])
			expect(JSON.stringify(told)).not.toContain(secret);
	});
});
