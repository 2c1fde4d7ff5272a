import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { isUserId } from "../../auth/claims.ts";
import { readDatabaseUrl } from "../../config.ts";
import { migrate } from "../../db/migrate.ts";
import { readContract } from "../../openapi.ts";
import { readImport } from "../../tasks/import/file.ts";
import { importFile } from "../../tasks/import/store.ts";
import type { Command } from "../run.ts";

/** Adds the tasks of a JSON file to a user's: all or none, and none twice. */
export const importTaskFile: Command = async (args, environment) => {
	const { file, user } = readArguments(args);
	if (!isUserId(user)) throw new Error("No token can have this user id: see the contract's user_id");
	const url = readDatabaseUrl(environment);
	const { tasks, ignored } = readImport(readContract(), await readFile(file, "utf8"));

	await migrate(url);
	const added = await importFile(url, user, tasks, (done) => {
		if (tasks.length > 1000) console.error(`${done} of ${tasks.length}`);
	});
	const there = tasks.length - added;
	console.log(
		[
			`Imported ${added} tasks for ${user}`,
			there > 0 ? `; ${there} were there already` : "",
			ignored.length > 0 ? `; left out: ${ignored.map(printable).join(", ")}` : "",
		].join(""),
	);
	return undefined;
};

/** A name from the file without control characters, which would command the terminal. */
const printable = (name: string): string => name.replaceAll(/\p{Cc}/gu, "\ufffd");

function readArguments(args: readonly string[]) {
	try {
		const options = { user: { type: "string" } } as const;
		const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
		const [file, ...rest] = positionals;
		if (file && values.user && rest.length === 0) return { file, user: values.user };
	} catch {}
	throw new Error("Usage: import <file> --user <user-id>");
}
