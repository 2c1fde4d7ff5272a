import { readDatabaseUrl } from "../../config.ts";
import { migrate } from "../../db/migrate.ts";
import type { Command } from "../run.ts";

export const migrateDatabase: Command = async (_, environment) => {
	const applied = await migrate(readDatabaseUrl(environment));
	console.log(applied.length > 0 ? `Applied ${applied.join(", ")}` : "The database is up to date");
	return undefined;
};
