import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Stage } from "./stage.ts";
import { statements } from "./statements.ts";

/** What PostgreSQL does with a statement when nothing but pgbench stands before it. */
export interface Bare {
	readonly statement: string;
	/** Statements per second, over 15 connections. */
	readonly rate: number;
	/** PostgreSQL's CPU time per statement, in microseconds. */
	readonly database: number;
}

const debian = "/usr/lib/postgresql";

/** Where pgbench is; undefined where it is not installed. */
export async function findPgbench(): Promise<string | undefined> {
	const inPath = Bun.which("pgbench");
	if (inPath) return inPath;
	const versions = await readdir(debian).catch(() => []);
	return versions.map((version) => Bun.which(join(debian, version, "bin/pgbench"))).find((found) => found !== null);
}

/** Runs the service's own statements through pgbench, each for some seconds. */
export async function bareStatements(stage: Stage, pgbench: string, seconds: number): Promise<Bare[]> {
	const reader = await stage.taskIds("user-200", 200);
	const changed = await stage.taskIds("user-1000", 1000);
	const scripts = [
		script("getTask", ["'user-200'", anyOf(reader)]),
		script("listTasks", ["'user-200'", "51"]),
		script("createTask", ["'user-0'", "'Buy milk'", "'Two litres'", nil, nil]),
		script("toggleTask", ["'user-1000'", anyOf(changed), nil, nil]),
	];
	const results: Bare[] = [];
	for (const { statement, text } of scripts) {
		const before = stage.databaseCpu();
		const child = Bun.spawn(
			[
				pgbench,
				...["--no-vacuum", "--protocol=prepared", "--file=/dev/stdin"],
				...["--client=15", `--time=${seconds}`, stage.url],
			],
			{ stdin: Buffer.from(text), stdout: "pipe", stderr: "pipe" },
		);
		const output = await new Response(child.stdout).text();
		const done = /transactions actually processed: (\d+)/.exec(output)?.[1];
		const rate = /tps = ([\d.]+)/.exec(output)?.[1];
		if (!done || !rate) throw new Error(await new Response(child.stderr).text());
		// Its connections' processes end a little later than it does.
		await Bun.sleep(200);
		const used = stage.databaseCpu() - before;
		results.push({
			statement,
			rate: Number(rate),
			database: (used * 1e6) / Number(done),
		});
	}
	return results;
}

const nil = "null";
const anyOf = (ids: readonly number[]) => ({
	least: Math.min(...ids),
	most: Math.max(...ids),
});
type Value = string | ReturnType<typeof anyOf>;

/** A pgbench script of one statement with its values in their places. */
function script(statement: keyof typeof statements, values: readonly Value[]) {
	const ranges = values.flatMap((value) =>
		typeof value === "string" ? [] : `\\set id random(${value.least}, ${value.most})\n`,
	);
	const text = statements[statement]
		// Its name is a comment, which would take all of what is one line here with it.
		.replace(/^\s*--.*$/gm, "")
		.replace(/\$(\d+)/g, (_, place) => {
			const value = values[Number(place) - 1] as Value;
			return typeof value === "string" ? value : ":id";
		})
		.replaceAll("any(null)", "any(null::bigint[])");
	return {
		statement,
		text: `${ranges.join("")}${text.replace(/\s+/g, " ").trim()};\n`,
	};
}
