/**
 * Generates what the compiler needs of a contract: `bun openapi/generate.ts` writes the handlers' types, the frontend's
 * client and the load tests' operations. With `--check` it writes nothing, and fails where they are out of date.
 */
import { join } from "node:path";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";
import type { Document, Schema } from "../src/contract/document.ts";
import { errorWords, listOperations, type Operation } from "../src/contract/operation.ts";
import { keywordOf } from "../src/contract/schema.ts";
import { generateClient } from "./client.ts";
import { clientTypes } from "./client-types.ts";
import { extensibleEnum } from "./extensible-enum.ts";
import { indented } from "./indented.ts";
import { generateQueries } from "./queries.ts";
import { generateOperations } from "./slo.ts";

const root = join(import.meta.dir, "..");
const banner = (source: string) => `// Generated from ${source} by \`bun run generate\`. Never edit this file.\n`;

/** The handlers' types: openapi-typescript's, and what they leave out. The same text gives the same bytes. */
export async function generateTypes(source: string, text: string): Promise<string> {
	const document = Bun.YAML.parse(text) as Document;
	const facts = listOperations(document).map((operation) => factsOf(document, operation));
	return `${banner(source)}${await typesOf(text)}\
/** What \`operations\` leaves out: who may call, the error codes, the parameters that always have a value. */
export interface facts {
${indented(4, facts.join("\n"))}
}
/** The whole contract, for the engine's types. */
export interface Contract {
    operations: operations;
    facts: facts;
}
`;
}

const factsOf = (document: Document, operation: Operation): string => `${operation.id}: {
    secured: ${operation.security.length > 0};
    problems: ${union(errorWords(document, operation.responses).keys())};
    defaults: ${union(defaultsOf(document, operation))};
};`;

/** openapi-typescript's output, without its own header. */
async function typesOf(text: string): Promise<string> {
	const transform = extensibleEnum({ isOpen: false });
	const nodes = await openapiTS(text, { alphabetize: false, silent: true, transform });
	return astToString(nodes).replace(COMMENT_HEADER, "");
}

function defaultsOf(document: Document, operation: Operation): string[] {
	const hasDefault = (schema: Schema) => keywordOf(document, schema, "default") !== undefined;
	return operation.parameters.filter(({ schema }) => hasDefault(schema)).map(({ name }) => name);
}

const union = (names: Iterable<string>): string =>
	[...names].map((name) => JSON.stringify(name)).join(" | ") || "never";

async function outputs(): Promise<Map<string, string>> {
	const text = await Bun.file(join(root, "openapi/tasks.yaml")).text();
	const fixture = await Bun.file(join(root, "tests/contract/library.yaml")).text();
	const document = Bun.YAML.parse(text) as Document;
	const types = await clientTypes(text);
	const heading = banner("openapi/tasks.yaml");
	return new Map([
		["src/generated/contract.ts", await generateTypes("openapi/tasks.yaml", text)],
		["src/lib/api.ts", heading + (await generateClient(document, types))],
		["src/lib/queries.ts", heading + (await generateQueries(document, types))],
		["load/lib/operations.generated.ts", heading + generateOperations(document)],
		["tests/contract/library.generated.ts", await generateTypes("tests/contract/library.yaml", fixture)],
	]);
}

async function main(): Promise<void> {
	const stale: string[] = [];
	for (const [path, content] of await outputs()) {
		const file = Bun.file(join(root, path));
		if ((await file.exists()) && (await file.text()) === content) continue;
		stale.push(path);
		if (!process.argv.includes("--check")) await file.write(content);
	}
	if (!process.argv.includes("--check")) {
		console.log(stale.length > 0 ? `Generated ${stale.join(", ")}` : "Everything is up to date");
	} else if (stale.length > 0) {
		throw new Error(`Out of date: ${stale.join(", ")}. Run \`bun run generate\` and commit the result.`);
	}
}

if (import.meta.main)
	await main().catch((error) => {
		console.error((error as Error).message);
		process.exit(1);
	});
