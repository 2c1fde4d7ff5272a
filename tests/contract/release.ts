/**
 * `bun run changes [--against REF]`: what changed in the contract since the last release, which is the newest tag `v*`
 * behind this commit. Exits with 1 where a change breaks clients and `info.version` has no new major for it, and with 2,
 * after one line, where there is nothing to compare with.
 */
import { parseArgs } from "node:util";
import type { Document } from "../../src/contract/document.ts";
import { run } from "../tools/install.ts";
import { type Change, changesBetween } from "./changes.ts";

type Versioned = Document & { readonly info: { readonly version: string } };

const file = "openapi/tasks.yaml";
const git = (...args: string[]) => run(["git", ...args], `git ${args[0]} failed`);

async function main(args: string[]): Promise<number> {
	const { against } = parseArgs({ args, options: { against: { type: "string" } } }).values;
	const reference = against ?? (await lastRelease());
	if (!reference) {
		console.log("There is no earlier release to compare the contract with.");
		console.error("A release is a tag like v1.2.0. Anything else: --against REF.");
		return 0;
	}
	const before = read(await contractOf(reference));
	const after = read(await Bun.file(file).text());
	const changes = await changesBetween(before, after);
	console.log(report(reference, before, after, changes));
	const breaks = changes.some(({ breaking }) => breaking);
	return breaks && majorOf(after) <= majorOf(before) ? 1 : 0;
}

/** The newest tag of a release before this commit. */
async function lastRelease(): Promise<string | undefined> {
	const behind = ["--merged", "HEAD", "--no-contains", "HEAD"];
	const tags = await git("tag", "--list", "v*", "--sort=-v:refname", ...behind);
	return tags.split("\n").find((tag) => /^v\d+\.\d+\.\d+$/.test(tag));
}

const contractOf = (reference: string): Promise<string> =>
	git("show", `${reference}:${file}`).catch(() => {
		throw new Error(`There is no ${file} at ${reference}`);
	});

const read = (text: string) => Bun.YAML.parse(text) as Versioned;

const majorOf = ({ info }: Versioned): number => Number.parseInt(info.version, 10);

function report(reference: string, before: Versioned, after: Versioned, changes: readonly Change[]): string {
	const lines = changes.map(
		({ breaking, text, operations }) => `  ${breaking ? "BREAKS  " : "        "}${text}${placeOf(operations)}`,
	);
	return [
		`From ${reference} (${before.info.version}) to ${after.info.version}, changes: ${changes.length}`,
		...lines,
		verdict(before, after, changes),
	].join("\n");
}

function verdict(before: Versioned, after: Versioned, changes: readonly Change[]): string {
	const breaks = changes.filter(({ breaking }) => breaking).length;
	if (breaks === 0) return "Nothing breaks a client.";
	if (majorOf(after) > majorOf(before)) return "The new major version says that clients break.";
	const next = `${majorOf(before) + 1}.0.0`;
	return `${breaks} of the changes break clients: info.version must be ${next}, or they must go.`;
}

const placeOf = (operations: readonly string[]): string => {
	const [first, ...others] = operations;
	if (!first) return "";
	return ` (${first}${others.length > 0 ? ` and ${others.length} more` : ""})`;
};

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	console.error((error as Error).message.split("\n")[0]);
	process.exitCode = 2;
}
