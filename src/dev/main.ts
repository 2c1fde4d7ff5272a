import { signToken } from "../auth/sign.ts";
import { type Config, type Environment, readConfig } from "../config.ts";
import { migrate } from "../db/migrate.ts";
import { inTransaction } from "../db/transaction.ts";
import { runCommand } from "../process/commands.ts";
import { type Running, runProcess } from "../process/run.ts";
import { startService } from "../process/service.ts";
import { addUser } from "../tasks/users.ts";
import { startDevDatabase } from "./database.ts";
import { devSecret } from "./secret.ts";
import { welcomeDemoUser, welcomeFrontend } from "./welcome.ts";

const demoUser = "demo";

/**
 * `bun dev`, or a command with what development has: a PostgreSQL with its data in .dev, and a secret of this checkout,
 * where the environment names none. `--fresh` begins with an empty database.
 */
await runProcess(async () => {
	const { DATABASE_URL, BETTER_AUTH_URL, BETTER_AUTH_JWKS_URL } = process.env;
	const [command = "", ...rest] = process.argv.slice(2);
	const fresh = command === "--fresh" && rest.length === 0;
	if (fresh && DATABASE_URL)
		throw new Error("--fresh empties dev's own database; DATABASE_URL names another, which is left alone");
	const secret = process.env.BETTER_AUTH_SECRET || (await devSecret());
	// Where Better Auth is to have `users`, the demo user must not be in it.
	const users = BETTER_AUTH_URL || BETTER_AUTH_JWKS_URL ? "better_auth" : "postgres";
	const needsDatabase = !DATABASE_URL && command !== "token";
	await using cleanup = new AsyncDisposableStack();
	const database = needsDatabase ? await startDevDatabase(users, { fresh }) : undefined;
	if (database) cleanup.defer(database.stop);
	const environment = {
		LOG_LEVEL: "warn",
		HOST: "127.0.0.1",
		DRAIN_SECONDS: "0",
		...process.env,
		DATABASE_URL: DATABASE_URL || database?.url,
		BETTER_AUTH_SECRET: secret,
	};
	const running =
		command && !fresh
			? await runCommand([command, ...rest], environment)
			: await develop(environment, secret, database?.url);
	if (!running) return undefined;
	cleanup.defer(() => running.stop());
	const started = cleanup.move();
	return { ...running, stop: () => started.disposeAsync() };
});

async function develop(environment: Environment, secret: string, own: string | undefined): Promise<Running> {
	const config = readConfig(environment);
	const { jwks } = config.tokens;
	if (own && !jwks) await addDemoUser(config);
	const service = await startService(config);
	if (jwks) console.log(welcomeFrontend(service.url, own, jwks.origin));
	else {
		const token = await signToken(secret, demoUser, { lifetime: 24 * 3600 });
		console.log(welcomeDemoUser(service.url, own, demoUser, token));
	}
	return service;
}

/** Makes the demo user before their first task, which then has the id 1. */
async function addDemoUser({ databaseUrl }: Config): Promise<void> {
	await migrate(databaseUrl);
	await inTransaction(databaseUrl, (db) => addUser(db, demoUser));
}
