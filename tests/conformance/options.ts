import { parseArgs } from "node:util";

interface RunOptions {
	/** The service to check; without one, it is started here. */
	readonly url: string | undefined;
	/** A file of users. */
	readonly tokens: string | undefined;
	readonly only: string | undefined;
	readonly seed: number;
	/** Where JUnit's XML goes. */
	readonly report: string | undefined;
	readonly examples: number;
}

const usage =
	"bun run conformance [--url URL] [--tokens FILE] [--only OPERATION] [--seed N] [--report FILE] [--examples N]";

/** Reads the command's arguments. Throws in one line what is wrong with them. */
export function readOptions(args: readonly string[], operations: readonly string[]): RunOptions {
	const { url, tokens, only, seed, report, examples } = parse(args);
	if (tokens !== undefined && url === undefined) throw new Error("--tokens is for the service at --url");
	if (only !== undefined && !operations.includes(only))
		throw new Error(`There is no operation ${only}: ${operations.join(", ")}`);
	return {
		url: url === undefined ? undefined : addressOf(url),
		tokens,
		only,
		seed: whole("--seed", seed, 0) ?? Math.floor(Math.random() * 2 ** 31),
		report,
		examples: whole("--examples", examples, 1) ?? 50,
	};
}

function parse(args: readonly string[]) {
	const text = { type: "string" } as const;
	try {
		return parseArgs({
			args: [...args],
			options: { url: text, tokens: text, only: text, seed: text, report: text, examples: text },
		}).values;
	} catch (error) {
		const [line] = (error as Error).message.split("\n");
		throw new Error(`${line} Usage: ${usage}`);
	}
}

/** The address that paths are appended to. */
function addressOf(text: string): string {
	const url = URL.parse(text);
	const isPlain = url && /^https?:$/.test(url.protocol) && !url.username && !/[?#]/.test(text);
	if (!isPlain) throw new Error("--url must be an address like https://staging.example.org, or with a path behind it");
	return url.href.replace(/\/+$/, "");
}

function whole(name: string, text: string | undefined, least: number): number | undefined {
	if (text === undefined) return undefined;
	if (!/^\d{1,9}$/.test(text) || Number(text) < least)
		throw new Error(`${name} must be a whole number, at least ${least}`);
	return Number(text);
}
