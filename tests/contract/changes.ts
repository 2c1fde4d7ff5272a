/** What changed from one contract to another, and what of it breaks clients. */
import { join } from "node:path";
import type { Document } from "../../src/contract/document.ts";
import { errorWords, listOperations, type Operation } from "../../src/contract/operation.ts";
import { temporaryFolder } from "../folder.ts";
import { goProgram, run } from "../tools/install.ts";

export interface Change {
	/** Whether a client that did nothing wrong may notice. */
	readonly breaking: boolean;
	readonly text: string;
	/** The operations that it is about, like `GET /health/live`. */
	readonly operations: readonly string[];
}

/** The changes, the breaking ones first; the same one of many operations is one. */
export async function changesBetween(before: Document, after: Document): Promise<Change[]> {
	const found = [...(await withOasdiff(before, after)), ...extensionChanges(before, after)];
	return [...Map.groupBy(found, ({ text }) => text.replace(status, ""))]
		.map(([, [first, ...others]]) => ({
			breaking: first?.breaking ?? false,
			text: first?.text ?? "",
			operations: [...new Set([first, ...others].flatMap((each) => each?.operations ?? []))],
		}))
		.toSorted((one, other) => Number(other.breaking) - Number(one.breaking));
}

const status = / (for|with) the (response )?(status `\d+`|`\d+` status)/;

/** What oasdiff says of an operation, or of the whole. Its levels are 1 for information, 2 for a warning, 3 for an error. */
interface Entry {
	readonly id: string;
	readonly text: string;
	readonly level: number;
	readonly operation?: string;
	readonly path?: string;
}

/** A request that leaves the value out means something else. */
const breakingDefaults = /^request-(parameter|property)-default-value-/;

/** The path of oasdiff, which is built where it is missing: that takes minutes. */
export const installOasdiff = () => goProgram("oasdiff", "1.30.0", "github.com/oasdiff/oasdiff");

async function withOasdiff(before: Document, after: Document): Promise<Change[]> {
	const oasdiff = await installOasdiff();
	await using folder = await temporaryFolder("changes");
	const cwd = folder.path;
	await Bun.write(join(cwd, "before.json"), JSON.stringify(before));
	await Bun.write(join(cwd, "after.json"), JSON.stringify(after));
	const output = await run(
		[oasdiff, "changelog", "before.json", "after.json", "--format", "json"],
		"oasdiff could not compare",
		{ cwd },
	);
	const entries = JSON.parse(output || "[]") as Entry[] | null;
	return (entries ?? [])
		.filter(({ id }) => id !== "api-version-not-bumped") // ours to judge
		.map(({ id, text, level, operation, path }) => ({
			// It warns where it cannot be sure. Whoever promised that nothing breaks has to be.
			breaking: level > 1 || breakingDefaults.test(id),
			text,
			operations: operation && path ? [`${operation} ${path}`] : [],
		}));
}

/** What oasdiff does not look at: error codes, who may call, and the size of a body. */
function extensionChanges(before: Document, after: Document): Change[] {
	const known = new Map(listOperations(before).map((each) => [each.id, each]));
	return listOperations(after).flatMap((now) => {
		const was = known.get(now.id);
		if (!was) return [];
		const change = (breaking: boolean, text: string): Change => ({
			breaking,
			text,
			operations: [`${now.method} ${now.path}`],
		});
		const [codesThen, codesNow] = [codesOf(before, was), codesOf(after, now)];
		const [then, most] = [was, now].map(({ body }) => body?.["x-max-bytes"] ?? Number.POSITIVE_INFINITY) as [
			number,
			number,
		];
		return [
			...[...codesNow.difference(codesThen)].map((code) => change(false, `added the error code \`${code}\``)),
			...[...codesThen.difference(codesNow)].map((code) => change(false, `removed the error code \`${code}\``)),
			was.security.length === 0 && now.security.length > 0 ? change(true, "the operation needs a token now") : [],
			most < then ? change(true, `a body may have only ${most} bytes`) : [],
		].flat();
	});
}

const codesOf = (document: Document, { responses }: Operation): Set<string> =>
	new Set(errorWords(document, responses).keys());
