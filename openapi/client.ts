import { join } from "node:path";
import type { Lifecycle } from "../src/contract/deprecation.ts";
import {
	type Document,
	errorWords,
	listOperations,
	type Operation,
	type ResponseObject,
	resolve,
} from "../src/contract/document.ts";
import { hasMinimal } from "../src/contract/preference.ts";
import type { ClientTypes } from "./client-types.ts";

/**
 * The frontend's client of a contract, as one TypeScript file without dependencies: the runtime beside this
 * file, the contract's schemas, the outcomes of each operation, and a function per operation.
 */
export async function generateClient(document: Document, types: ClientTypes): Promise<string> {
	const runtime = await Bun.file(join(import.meta.dir, "client-runtime.ts")).text();
	// What the functions below call is the client's own business.
	const inner = runtime.replace(/^export (?=function caller|async function\* walk)/gm, "");
	const operations = listOperations(document);
	const shared = sharedHeaders(document, operations);
	return `${inner}
${types.schemas}
/** The headers of every answer, by their names in camel case. */
export interface AnswerHeaders {
${shared.map((name) => `  readonly ${camelCase(name)}: string;\n`).join("")}}

${operations.map((operation) => outcomesOf(document, types, operation, shared)).join("\n")}
/** A function per operation of the contract. */
export interface Api {
${operations.map((operation) => signatureOf(types, operation)).join("")}}

/** A client of the API: give it the address and the caller's token once. */
export function createApi(options: ApiOptions): Api {
  const call = caller(options);
  const api: Api = {
${operations.map(implementationOf).join("")}  };
  return api;
}
`;
}

/** The types of everything that can come of an operation: `GetTaskResult`, and `GetTaskFailure`, which is part of it. */
function outcomesOf(document: Document, types: ClientTypes, operation: Operation, shared: readonly string[]): string {
	const { id, responses, security, iterate } = operation;
	const name = nameOf(operation);
	const failures: string[] = [];
	const successes: string[] = [];
	const minimal: string[] = [];
	for (const [status, response] of responses) {
		const headers = answeredHeaders(document, response, shared);
		const success = (data: string) =>
			`Success<${status}, ${data}, ${headers}>${iterate ? " & { readonly next: string | undefined }" : ""}`;
		const codes = [...errorWords(document, new Map([[status, response]])).keys()];
		if (status === 304) failures.push(`Failure<304, "NOT_MODIFIED", ${headers}>`);
		else if (status >= 400)
			failures.push(`Failure<${status}, ${codes.map((code) => `"${code}"`).join(" | ")}, ${headers}>`);
		else {
			const isMinimal = hasMinimal(operation) && status === 204;
			if (!isMinimal) successes.push(success(types.data(id, status)));
			if (isMinimal || status === 201) minimal.push(success("null"));
		}
	}
	const type = (suffix: string, text: string, of: readonly string[]) =>
		`/** ${text} */\nexport type ${name}${suffix} =\n${of.map((each) => `  | ${each}`).join("\n")};\n`;
	return [
		type("Result", `What can come of \`${id}\`.`, [`${name}Success`, `${name}Failure`]),
		type("Success", `How \`${id}\` can succeed.`, successes),
		hasMinimal(operation)
			? type("MinimalResult", `What can come of \`${id}\` with \`return=minimal\`: a success has no data.`, [
					...minimal,
					`${name}Failure`,
				])
			: "",
		type("Failure", `How \`${id}\` can fail.`, [...failures, ...(security.length > 0 ? ["NoToken"] : []), "NoAnswer"]),
	].join("");
}

/** The type of a response's headers, by their names in camel case. */
function answeredHeaders(document: Document, { headers = {} }: ResponseObject, shared: readonly string[]): string {
	const own = Object.entries(headers)
		.filter(([name]) => !shared.includes(name))
		.map(([name, node]) => {
			const type = resolve(document, node).required ? ": string" : "?: string | undefined";
			return `readonly ${camelCase(name)}${type}`;
		});
	return own.length > 0 ? `AnswerHeaders & { ${own.join("; ")} }` : "AnswerHeaders";
}

/** The names of the headers that every response has. */
function sharedHeaders(document: Document, operations: readonly Operation[]): string[] {
	const [first = [], ...others] = operations
		.flatMap(({ responses }) => [...responses.values()])
		.map(({ headers = {} }) =>
			Object.entries(headers)
				.filter(([, header]) => resolve(document, header).required)
				.map(([name]) => name),
		);
	return first.filter((name) => others.every((each) => each.includes(name)));
}

function signatureOf(types: ClientTypes, operation: Operation): string {
	const { id, summary, description, iterate, lifecycle } = operation;
	const deprecated = lifecycle ? `\n\n@deprecated ${ending(lifecycle)}` : "";
	const name = nameOf(operation);
	const signature = (result: string, prefer?: string): string =>
		`${documentation(`${summary}\n\n${description}${deprecated}`)}  ${id}(\n${given(argumentsOf(types, operation, { prefer }))}    options?: CallOptions,\n  ): Promise<${name}${result}>;\n`;
	if (hasMinimal(operation))
		return signature("Result", "prefer?: undefined;") + signature("MinimalResult", 'prefer: "return=minimal";');
	const pages = `${documentation(`${summary}, page after page\n\n${description} Throws an ApiError where a page fails.${deprecated}`)}  ${iterate}(\n${given(
		argumentsOf(types, operation, { without: walkedBy(operation) }),
	)}    options?: CallOptions,\n  ): AsyncGenerator<${itemOf(types, operation)}>;\n`;
	return signature("Result") + (iterate ? pages : "");
}

const ending = ({ deprecated, sunset }: Lifecycle): string =>
	`since ${deprecated}${sunset === undefined ? "" : `; it may be gone from ${sunset} on`}`;

/** The type of an item of a list. */
export const itemOf = (types: ClientTypes, { id }: Operation): string => types.data(id, 200).replace(/\[\]$/, "");

const given = (properties: readonly string[]): string =>
	properties.length > 0 ? `    args: {\n${properties.join("\n").replace(/^/gm, "      ")}\n    },\n` : "";

const documentation = (text: string): string =>
	`  /**\n${text.replaceAll("*/", "*\\/").replace(/^.*$/gm, (line) => `   * ${line}`.trimEnd())}\n   */\n`;

/**
 * An operation's arguments, each as a property of a type: its parameters and its body. `prefer` stands in for a
 * `Prefer` header of which the client knows the values.
 */
export function argumentsOf(
	types: ClientTypes,
	operation: Operation,
	{ prefer, without = [] }: { prefer?: string | undefined; without?: readonly string[] } = {},
): string[] {
	const { id, parameters, body } = operation;
	return [
		...parameters.flatMap(({ in: place, name }) => {
			const argument = argumentName(place, name);
			if (without.includes(argument)) return [];
			return argument === "prefer" && prefer ? prefer : types.parameter(id, place, name, argument);
		}),
		...(body && !without.includes("body")
			? [body.required ? `body: ${types.body(id)};` : `body?: ${types.body(id)} | undefined;`]
			: []),
	];
}

/** What whoever walks the pages of a list does not choose: where a page starts. */
export const walkedBy = ({ parameters }: Operation): string[] =>
	parameters.flatMap((parameter) =>
		parameter["x-opaque"] ? [parameter.name, ...(parameter["x-excludes"] ?? [])] : [],
	);

/** The query parameter that leads from one page of a list to the next. */
export const cursorOf = ({ id, iterate, parameters }: Operation) => {
	const cursor = parameters.find((parameter) => parameter["x-opaque"])?.name;
	if (iterate && !cursor) throw new Error(`${id} needs an x-opaque parameter for its x-iterate`);
	return iterate && cursor;
};

/** `getTask` as part of a type's name: `GetTask`. */
const nameOf = ({ id }: Operation): string => id.charAt(0).toUpperCase() + id.slice(1);

function implementationOf(operation: Operation): string {
	const { id, method, path, parameters, security } = operation;
	const query = parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name);
	const headers = parameters
		.filter((parameter) => parameter.in === "header")
		.map(({ name }) => [camelCase(name), name]);
	const cursor = cursorOf(operation);
	const route = [
		`method: "${method}"`,
		`path: "${path}"`,
		query.length > 0 ? `query: ${JSON.stringify(query)}` : [],
		headers.length > 0 ? `headers: ${JSON.stringify(Object.fromEntries(headers))}` : [],
		security.length > 0 ? "secured: true" : [],
		cursor ? `cursor: "${cursor}"` : [],
	].flat();
	const hasArguments = parameters.length > 0 || operation.body;
	const [taken, passed] = hasArguments
		? ["args: Arguments, callOptions?: CallOptions", "args"]
		: ["callOptions?: CallOptions", "{}"];
	const all = operation.iterate
		? `    ${operation.iterate}: (args, callOptions) => walk((${cursor}) => api.${id}({ ...args, ${cursor} }, callOptions)),\n`
		: "";
	return `    ${id}: (${taken}) => call({ ${route.join(", ")} }, ${passed}, callOptions),\n${all}`;
}

/** A header parameter's argument is its name in camel case: `If-Match` is `ifMatch`. */
export const argumentName = (place: string, name: string): string => (place === "header" ? camelCase(name) : name);

const camelCase = (name: string): string =>
	name.toLowerCase().replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
