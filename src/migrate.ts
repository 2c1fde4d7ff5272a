import { readDatabaseUrl } from "./config.ts";
import { migrate } from "./db/migrate.ts";
import { runCommand } from "./process.ts";

/** `bun run migrate`: brings the schema of DATABASE_URL up to date. */
await runCommand(async () => {
	const applied = await migrate(readDatabaseUrl(process.env));
	console.log(
		applied.length > 0
			? `Applied ${applied.join(", ")}`
			: "The database is up to date",
	);
});
