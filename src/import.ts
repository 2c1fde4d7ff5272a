import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startPostgres } from "../db/embedded.ts";
import contractText from "../openapi/tasks.yaml" with { type: "text" };
import { ConfigError, readDatabaseUrl } from "./config.ts";
import type { Document } from "./contract/index.ts";
import { migrate } from "./db/migrate.ts";
import { devFolder } from "./dev-secret.ts";
import { runCommand } from "./process.ts";
import { importFile, readImport } from "./tasks/import.ts";

/**
 * `bun run import FILE --user ID`: adds the tasks of a JSON file to a user's, in DATABASE_URL or, without one, in
 * development's own database. All or none; running it again adds nothing twice.
 */
await runCommand(async () => {
	const { file, user } = readArguments();
	const document = Bun.YAML.parse(contractText) as Document;
	const { tasks, ignored } = readImport(document, await readFile(file, "utf8"));

	const embedded = process.env.DATABASE_URL
		? undefined
		: await startPostgres(join(devFolder, "postgres"));
	try {
		const url = embedded?.url ?? readDatabaseUrl(process.env);
		await migrate(url);
		const added = await importFile(url, user, tasks, (done) => {
			if (tasks.length > 1000) console.error(`${done} of ${tasks.length}`);
		});
		const there = tasks.length - added;
		console.log(
			[
				`Imported ${added} tasks for ${user}`,
				there > 0 ? `; ${there} were there already` : "",
				ignored.length > 0 ? `; left out: ${ignored.join(", ")}` : "",
			].join(""),
		);
	} finally {
		await embedded?.stop();
	}
});

function readArguments(): { file: string; user: string } {
	try {
		const { values, positionals } = parseArgs({
			args: process.argv.slice(2),
			options: { user: { type: "string" } },
			allowPositionals: true,
		});
		const [file, ...rest] = positionals;
		if (file && values.user && rest.length === 0)
			return { file, user: values.user };
	} catch {}
	throw new ConfigError(["Usage: bun run import <file> --user <user-id>"]);
}
