import { version } from "../openapi.ts";
import type { Command } from "./run.ts";

// Each is loaded when it is asked for: a server must not wait for what it does not need.
const commands: Record<string, Command> = {
	serve: async (...call) => (await import("./commands/serve.ts")).serve(...call),
	migrate: async (...call) => (await import("./commands/migrate.ts")).migrateDatabase(...call),
	token: async (...call) => (await import("./commands/token.ts")).printToken(...call),
	import: async (...call) => (await import("./commands/import.ts")).importTaskFile(...call),
	healthcheck: async (...call) => (await import("./commands/healthcheck.ts")).checkHealth(...call),
	"--help": async () => print(help),
	"--version": async () => print(version()),
};

const help = `Usage: tasks-api [command]

  serve                      migrates the database and serves the API (the default)
  migrate                    brings the schema of DATABASE_URL up to date
  token <user-id>            prints a token for BETTER_AUTH_SECRET that is good for a day
  import <file> --user <id>  adds the tasks of a JSON file to a user's
  healthcheck                succeeds if the service on PORT is ready
  --help, --version

It is configured by environment: DATABASE_URL and one of BETTER_AUTH_URL, BETTER_AUTH_JWKS_URL and
BETTER_AUTH_SECRET are required to serve; HOST, PORT, DB_POOL_MAX, DB_PREPARE, JWT_ISSUER, JWT_AUDIENCE,
CORS_ORIGINS, WORKERS, DRAIN_SECONDS and LOG_LEVEL have defaults; METRICS_PORT turns metrics on.`;

/** Runs the command that the first argument names. */
export const runCommand: Command = (args, environment) => {
	const [name = "serve", ...rest] = args;
	const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
	if (!command) throw new Error(`There is no command ${name}.\n\n${help}`);
	return command(rest, environment);
};

function print(text: string): undefined {
	console.log(text);
}
