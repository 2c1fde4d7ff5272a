import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readSummary, type Summary } from "./summary.ts";

export interface LoadOptions {
	readonly scenario: string;
	/** The scenario's file. */
	readonly script: string;
	/** The service to test; without one, it is started here. */
	readonly url: string | undefined;
	/** Where its metrics are, if they can be read. */
	readonly metrics: string | undefined;
	/** An earlier run to compare with. */
	readonly earlier: Summary | undefined;
	/** By how much requests may get slower with many users, in percent. */
	readonly degradation: number;
	/** What the script reads. */
	readonly environment: Readonly<Record<string, string>>;
}

const folder = join(import.meta.dir, "..");

/** Reads the command's arguments. Throws what is allowed where they are not. */
export async function readOptions(args: readonly string[]): Promise<LoadOptions> {
	const scenarios = (await readdir(folder))
		.filter((file) => file.endsWith(".ts") && file !== "run.ts")
		.map((file) => file.slice(0, -".ts".length))
		.toSorted();
	const usage = `Usage: bun run load <scenario> [options]

  scenario     one of ${scenarios.join(", ")}
  --url        the service to test; without it, one is started here, with a PostgreSQL of its own
  --metrics    where that service's metrics are, to show its own times beside k6's
  --compare    the results of an earlier run, a folder or its summary.json
  --tokens     a file of users for a service whose secret is not at hand: [{ "user_id", "token" }, …]
  --users      how many people work at the same time
  --duration   for how long, like 90s, 2m or 1h

Each scenario's head names what else it takes, as variables of the environment.`;

	const { positionals, values } = parse(args, usage);
	const [scenario = "", ...rest] = positionals;
	if (!scenarios.includes(scenario) || rest.length > 0)
		throw new Error(`${scenario ? `There is no scenario ${positionals.join(" ")}` : "Which scenario?"}\n\n${usage}`);
	const { url, metrics, compare, tokens, users, duration } = values;
	if (url !== undefined && !URL.canParse(url))
		throw new Error(`--url must be an address like https://staging.example.org`);
	if (metrics !== undefined && !URL.canParse(metrics))
		throw new Error("--metrics must be an address like http://staging.internal:9464/metrics");
	return {
		scenario,
		script: join(folder, `${scenario}.ts`),
		url,
		metrics,
		earlier: compare === undefined ? undefined : await readSummary(compare),
		degradation: readDegradation(process.env.DEGRADATION || "10"),
		environment: {
			...(tokens && { TOKENS: resolve(tokens) }),
			...(users && { USERS: users }),
			...(duration && { DURATION: duration }),
		},
	};
}

function readDegradation(text: string): number {
	if (!/^[1-9]\d*$/.test(text)) throw new Error(`DEGRADATION must be a whole number from 1 on, not ${text}`);
	return Number(text);
}

function parse(args: readonly string[], usage: string) {
	const text = { type: "string" } as const;
	try {
		return parseArgs({
			args: [...args],
			options: { url: text, metrics: text, compare: text, tokens: text, users: text, duration: text },
			allowPositionals: true,
		});
	} catch (error) {
		throw new Error(`${(error as Error).message}\n\n${usage}`);
	}
}
