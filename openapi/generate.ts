/**
 * Generates what the compiler needs of a contract: `bun openapi/generate.ts` writes the handlers' types,
 * the frontend's client and the load tests' operations; with `--check` it writes nothing and fails where they are out of date.
 */
import { join } from "node:path";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";
import ts from "typescript";
import {
	type Document,
	errorWords,
	listOperations,
	type Operation,
	type Schema,
} from "../src/contract/document.ts";
import { keywordOf } from "../src/contract/schema.ts";
import { generateClient } from "./client.ts";
import { generateOperations } from "./slo.ts";

const root = join(import.meta.dir, "..");
const banner = (source: string) =>
	`// Generated from ${source} by \`bun run generate\`. Never edit this file.\n`;

/** The handlers' types: openapi-typescript's, and what they leave out. The same text gives the same bytes. */
export async function generateTypes(
	source: string,
	text: string,
): Promise<string> {
	const document = Bun.YAML.parse(text) as Document;
	const facts = listOperations(document).map(
		(operation) => `    ${operation.id}: {
        secured: ${operation.security.length > 0};
        problems: ${union(errorWords(document, operation.responses).keys())};
        defaults: ${union(defaultsOf(document, operation))};
    };
`,
	);
	return [
		banner(source),
		await typesOf(text, { defaultNonNullable: true, isOpen: false }),
		"/** What `operations` leaves out: who may call, the error codes, the parameters that always have a value. */\n",
		`export interface facts {\n${facts.join("")}}\n`,
		"/** The whole contract, for the engine's types. */\n",
		"export interface Contract {\n    operations: operations;\n    facts: facts;\n}\n",
	].join("");
}

/**
 * openapi-typescript's output, without its own header. An `x-extensible-enum` is exactly its values, for those who send
 * it; where `isOpen`, for those who receive it, it may be another text.
 */
async function typesOf(
	text: string,
	{ isOpen, ...options }: { defaultNonNullable: boolean; isOpen: boolean },
): Promise<string> {
	const types = astToString(
		await openapiTS(text, {
			...options,
			alphabetize: false,
			silent: true,
			transform: ({ "x-extensible-enum": values }) =>
				Array.isArray(values) ? unionType(values, isOpen) : undefined,
		}),
	);
	return types.replace(COMMENT_HEADER, "");
}

/** A type of these texts; the open one takes any other, and editors still propose these. */
function unionType(values: readonly string[], isOpen: boolean): ts.TypeNode {
	const { factory, SyntaxKind } = ts;
	const anyText = factory.createIntersectionTypeNode([
		factory.createKeywordTypeNode(SyntaxKind.StringKeyword),
		factory.createTypeLiteralNode([]),
	]);
	return factory.createUnionTypeNode([
		...values.map((value) =>
			factory.createLiteralTypeNode(factory.createStringLiteral(value)),
		),
		...(isOpen ? [anyText] : []),
	]);
}

function defaultsOf(document: Document, operation: Operation): string[] {
	const hasDefault = (schema: Schema) =>
		keywordOf(document, schema, "default") !== undefined;
	return operation.parameters
		.filter(({ schema }) => hasDefault(schema))
		.map(({ name }) => name);
}

const union = (names: Iterable<string>): string =>
	[...names].map((name) => JSON.stringify(name)).join(" | ") || "never";

async function outputs(): Promise<Map<string, string>> {
	const text = await Bun.file(join(root, "openapi/tasks.yaml")).text();
	const fixture = await Bun.file(
		join(root, "tests/contract/library.yaml"),
	).text();
	const document = Bun.YAML.parse(text) as Document;
	return new Map([
		[
			"src/generated/contract.ts",
			await generateTypes("openapi/tasks.yaml", text),
		],
		[
			"src/lib/api.ts",
			banner("openapi/tasks.yaml") +
				(await generateClient(
					document,
					await typesOf(text, { defaultNonNullable: false, isOpen: true }),
				)),
		],
		[
			"load/lib/operations.generated.ts",
			banner("openapi/tasks.yaml") + generateOperations(document),
		],
		[
			"tests/contract/library.generated.ts",
			await generateTypes("tests/contract/library.yaml", fixture),
		],
	]);
}

if (import.meta.main) {
	const stale: string[] = [];
	for (const [path, content] of await outputs()) {
		const file = Bun.file(join(root, path));
		if ((await file.exists()) && (await file.text()) === content) continue;
		stale.push(path);
		if (!process.argv.includes("--check")) await file.write(content);
	}
	if (!process.argv.includes("--check")) {
		console.log(
			stale.length > 0
				? `Generated ${stale.join(", ")}`
				: "Everything is up to date",
		);
	} else if (stale.length > 0) {
		console.error(
			`Out of date: ${stale.join(", ")}. Run \`bun run generate\` and commit the result.`,
		);
		process.exit(1);
	}
}
