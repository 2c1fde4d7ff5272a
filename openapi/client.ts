import { join } from "node:path";
import {
	type Document,
	errorWords,
	listOperations,
	type Operation,
} from "../src/contract/document.ts";
import type { Lifecycle } from "../src/contract/lifecycle.ts";
import { hasMinimal } from "../src/contract/preference.ts";

/**
 * The frontend's client of a contract, as one TypeScript file without dependencies: the runtime beside this
 * file, the contract's types, and a function per operation.
 */
export async function generateClient(
	document: Document,
	types: string,
): Promise<string> {
	const runtime = await Bun.file(
		join(import.meta.dir, "client-runtime.ts"),
	).text();
	// What the functions below call is the client's own business.
	const inner = runtime.replace(
		/^export (?=function caller|async function\* walk)/gm,
		"",
	);
	const operations = listOperations(document);
	return `${inner}
${types}
${Object.keys(document.components?.schemas ?? {})
	.map((name) => `export type ${name} = components["schemas"]["${name}"];\n`)
	.join("")}
/** The error codes of each operation, by status. */
export interface codes {
${operations.map((operation) => codesOf(document, operation)).join("")}}

/** A function per operation of the contract. */
export interface Api {
${operations.map(signatureOf).join("")}}

/** A client of the API: give it the address and the caller's token once. */
export function createApi(options: ApiOptions): Api {
  const call = caller(options);
  const api: Api = {
${operations.map(implementationOf).join("")}  };
  return api;
}
`;
}

function codesOf(document: Document, { id, responses }: Operation): string {
	const statuses = [...responses]
		.filter(([status]) => status >= 400)
		.map(([status, response]) => {
			const codes = [
				...errorWords(document, new Map([[status, response]])).keys(),
			];
			return `${status}: ${codes.map((code) => `"${code}"`).join(" | ")}`;
		});
	return `  ${id}: { ${statuses.join("; ")} };\n`;
}

function signatureOf(operation: Operation): string {
	const { id, summary, description, iterate, lifecycle } = operation;
	const deprecated = lifecycle ? `\n\n@deprecated ${ending(lifecycle)}` : "";
	const args = argumentsOf(operation);
	const types = `operations["${id}"]["responses"], codes["${id}"]`;
	const signature = (more: string, result: string) =>
		`${documentation(`${summary}\n\n${description}${deprecated}`)}  ${id}(${args ? `args: ${args}${more}, ` : ""}options?: CallOptions): Promise<${result}<${types}>>;\n`;
	const page = iterate
		? `${documentation(`${summary}, page after page\n\n${description} Throws an ApiError where a page fails.${deprecated}`)}  ${iterate}(args: ${args}, options?: CallOptions): AsyncGenerator<Extract<Result<${types}>, { readonly ok: true }>["data"][number]>;\n`
		: "";
	return hasMinimal(operation)
		? signature(' & { prefer: "return=minimal" }', "Minimal") +
				signature(" & { prefer?: undefined }", "Full")
		: signature("", "Result") + page;
}

const ending = ({ deprecated, sunset }: Lifecycle): string =>
	`since ${deprecated}${sunset === undefined ? "" : `; it may be gone from ${sunset} on`}`;

const documentation = (text: string): string =>
	`  /**\n${text
		.replaceAll("*/", "*\\/")
		.replace(/^.*$/gm, (line) => `   * ${line}`.trimEnd())}\n   */\n`;

/** The type of an operation's arguments: its parameters side by side, and its body. */
function argumentsOf(operation: Operation): string {
	const { id, parameters, body } = operation;
	const from = (place: string) =>
		`operations["${id}"]["parameters"]["${place}"]`;
	const has = (place: string) =>
		parameters.some((parameter) => parameter.in === place);
	return [
		has("path") ? from("path") : [],
		has("query") ? `NonNullable<${from("query")}>` : [],
		has("header")
			? `{ ${headersOf(parameters)
					.filter(([name]) => name !== "prefer" || !hasMinimal(operation))
					.map(
						([name, header]) =>
							`${name}?: NonNullable<${from("header")}>["${header}"]`,
					)
					.join("; ")} }`
			: [],
		body
			? `{ body${body.required ? "" : "?"}: NonNullable<operations["${id}"]["requestBody"]>["content"]["application/json"] }`
			: [],
	]
		.flat()
		.join(" & ");
}

function implementationOf(operation: Operation): string {
	const { id, method, path, parameters, security } = operation;
	const query = parameters
		.filter((parameter) => parameter.in === "query")
		.map(({ name }) => name);
	const headers = headersOf(parameters);
	const route = [
		`method: "${method}"`,
		`path: "${path}"`,
		query.length > 0 ? `query: ${JSON.stringify(query)}` : [],
		headers.length > 0
			? `headers: ${JSON.stringify(Object.fromEntries(headers))}`
			: [],
		security.length > 0 ? "secured: true" : [],
	].flat();
	const [taken, passed] = argumentsOf(operation)
		? ["args: Arguments, callOptions?: CallOptions", "args"]
		: ["callOptions?: CallOptions", "{}"];
	const all = operation.iterate
		? `    ${operation.iterate}: (args, callOptions) => walk((after) => api.${id}({ ...args, ...after }, callOptions)),\n`
		: "";
	return `    ${id}: (${taken}) => call({ ${route.join(", ")} }, ${passed}, callOptions),\n${all}`;
}

/** A header parameter's argument is its name in camel case: `If-Match` is `ifMatch`. */
const headersOf = (parameters: Operation["parameters"]): [string, string][] =>
	parameters
		.filter((parameter) => parameter.in === "header")
		.map(({ name }) => [
			name
				.toLowerCase()
				.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
			name,
		]);
