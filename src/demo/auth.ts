import { type BetterAuthOptions, betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { Pool } from "pg";

export interface AuthOptions extends Pick<BetterAuthOptions, "plugins" | "session" | "emailVerification"> {
	/** The frontend's own origin, where Better Auth is mounted at /api/auth. */
	readonly baseURL: string;
	readonly secret: string;
	readonly databaseUrl: string;
}

/** Better Auth as a frontend sets it up: on the tasks' database, with its users in `users`. */
export function createAuth({ databaseUrl, ...more }: AuthOptions) {
	const database = new Pool({ connectionString: databaseUrl });
	// An idle connection that the server closes is no failure: the pool opens another when it needs one.
	database.on("error", () => {});
	const options: BetterAuthOptions = {
		...more,
		database,
		user: { modelName: "users", deleteUser: { enabled: true } },
		emailAndPassword: { enabled: true },
		telemetry: { enabled: false },
	};
	let auth: Auth | undefined;
	return {
		/** Made when it is first used, since it complains of a database that is not migrated yet. */
		auth: (): Auth => {
			auth ??= betterAuth(options);
			return auth;
		},
		/** What `npx @better-auth/cli migrate` does. */
		migrate: async () => (await getMigrations(options)).runMigrations(),
		close: () => database.end(),
	};
}

export type Auth = ReturnType<typeof betterAuth<BetterAuthOptions>>;
