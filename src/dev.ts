import { join } from "node:path";
import { startPostgres } from "../db/embedded.ts";
import { signToken } from "./auth/sign.ts";
import { run } from "./commands/run.ts";
import { type Environment, readConfig } from "./config.ts";
import { devFolder, devSecret } from "./dev-secret.ts";
import { type Running, runProcess } from "./process.ts";
import { startService } from "./service.ts";

const demoUser = "demo";

/**
 * `bun dev`, and any command with what development has: what the environment does not name is made here, a
 * PostgreSQL with its data in .dev, and a secret for this checkout alone.
 */
await runProcess(async () => {
	const args = process.argv.slice(2);
	const embedded = process.env.DATABASE_URL
		? undefined
		: await startPostgres(join(devFolder, "postgres"));
	try {
		const secret = process.env.BETTER_AUTH_SECRET || (await devSecret());
		const environment = {
			LOG_LEVEL: "warn",
			HOST: "127.0.0.1",
			DRAIN_SECONDS: "0",
			...process.env,
			DATABASE_URL: process.env.DATABASE_URL || embedded?.url,
			BETTER_AUTH_SECRET: secret,
		};
		const running =
			args.length > 0
				? await run(args, environment)
				: await demo(environment, secret, embedded?.url);
		if (!running) await embedded?.stop();
		return (
			running && {
				...running,
				async stop() {
					await running.stop();
					await embedded?.stop();
				},
			}
		);
	} catch (error) {
		await embedded?.stop();
		throw error;
	}
});

/** The service, and what a newcomer needs to try it. */
async function demo(
	environment: Environment,
	secret: string,
	embedded: string | undefined,
): Promise<Running> {
	const config = readConfig(environment);
	const service = await startService(config);
	const token = await signToken(secret, demoUser, {
		lifetime: 24 * 3600,
	});
	console.log(welcome(service.url, embedded, token));
	return service;
}

function welcome(
	url: string,
	embedded: string | undefined,
	token: string,
): string {
	const database = embedded ? `\n  Database   ${embedded}` : "";
	return `
  Tasks API  ${url}
  Docs       ${url}/docs
  Contract   ${url}/openapi.yaml${database}

  A token for the user "${demoUser}", good for a day:

  ${token}

  Try it:

  curl ${url}/api/${demoUser}/tasks \\
    -H 'Authorization: Bearer ${token}' \\
    -H 'Content-Type: application/json' \\
    -d '{"title":"Quick reminder"}'

  Ctrl-C stops it; the tasks stay.
`;
}
