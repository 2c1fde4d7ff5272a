import { join } from "node:path";
import type { Lifecycle } from "../src/contract/deprecation.ts";
import type { Document } from "../src/contract/document.ts";
import { listOperations, type Operation } from "../src/contract/operation.ts";
import { hasMinimal } from "../src/contract/preference.ts";
import { argumentsOf, camelCase, cursorOf, itemOf, walkedBy } from "./arguments.ts";
import type { ClientTypes } from "./client-types.ts";
import { indented } from "./indented.ts";
import { generateOutcomes, typeName } from "./outcomes.ts";

/**
 * The frontend's client of a contract, as one TypeScript file without dependencies: the runtime beside this
 * file, the contract's schemas, the outcomes of each operation, and a function per operation.
 */
export async function generateClient(document: Document, types: ClientTypes): Promise<string> {
	const runtime = await Bun.file(join(import.meta.dir, "client-runtime.ts")).text();
	const operations = listOperations(document);
	const signatures = operations.flatMap((operation) => signaturesOf(types, operation)).join("\n");
	const functions = operations.flatMap(functionsOf).join("\n");
	return `${withoutInternals(runtime)}
${types.schemas}
${generateOutcomes(document, types, operations)}
/** A function per operation of the contract. */
export interface Api {
${indented(2, signatures)}
}

/** A client of the API: give it the address and the caller's token once. */
export function createApi(options: ApiOptions): Api {
  const call = caller(options);
  const api: Api = {
${indented(4, functions)}
  };
  return api;
}
`;
}

/** What the generated functions call is the client's own business. */
const withoutInternals = (runtime: string): string =>
	runtime.replaceAll(/^export (?=function caller|async function\* walk)/gm, "");

/** An operation's members of the interface: the call, also with `return=minimal`, and the walk through all pages. */
function signaturesOf(types: ClientTypes, operation: Operation): string[] {
	const { id, summary, description, iterate, lifecycle } = operation;
	const name = typeName(operation);
	const about = (text: string) => (lifecycle ? `${text}\n\n@deprecated ${ending(lifecycle)}` : text);
	const call = (result: string, prefer?: string) =>
		signature(id, {
			about: about(`${summary}\n\n${description}`),
			args: argumentsOf(types, operation, { prefer }),
			returns: `Promise<${name}${result}>`,
		});
	if (hasMinimal(operation))
		return [call("Result", "prefer?: undefined;"), call("MinimalResult", 'prefer: "return=minimal";')];
	if (!iterate) return [call("Result")];
	const walk = signature(iterate, {
		about: about(`${summary}, page after page\n\n${description} Throws an ApiError where a page fails.`),
		args: argumentsOf(types, operation, { without: walkedBy(operation) }),
		returns: `AsyncGenerator<${itemOf(types, operation)}>`,
	});
	return [call("Result"), walk];
}

interface Signature {
	readonly about: string;
	readonly args: readonly string[];
	readonly returns: string;
}

const signature = (name: string, { about, args, returns }: Signature): string => `/**
${commented(about)}
 */
${name}(
${args.length > 0 ? argsOf(args) : ""}  options?: CallOptions,
): ${returns};`;

const argsOf = (properties: readonly string[]): string => `  args: {
${indented(4, properties.join("\n"))}
  },
`;

/** The lines of a comment. */
const commented = (text: string): string =>
	text.replaceAll("*/", "*\\/").replaceAll(/^.*$/gm, (line) => ` * ${line}`.trimEnd());

const ending = ({ deprecated, sunset }: Lifecycle): string =>
	`since ${deprecated}${sunset === undefined ? "" : `; it may be gone from ${sunset} on`}`;

/** What stands behind an operation's signatures. */
function functionsOf(operation: Operation): string[] {
	const { id, parameters, body, iterate } = operation;
	const route = `{ ${routeOf(operation).join(", ")} }`;
	const call =
		parameters.length > 0 || body
			? `${id}: (args: Arguments, callOptions?: CallOptions) => call(${route}, args, callOptions),`
			: `${id}: (callOptions?: CallOptions) => call(${route}, {}, callOptions),`;
	if (!iterate) return [call];
	const cursor = cursorOf(operation);
	const page = `(${cursor}) => api.${id}({ ...args, ${cursor} }, callOptions)`;
	return [call, `${iterate}: (args, callOptions) => walk(${page}),`];
}

/** The runtime's `Route` of an operation, property by property. */
function routeOf(operation: Operation): string[] {
	const { method, path, parameters, security } = operation;
	const namesIn = (place: string) => parameters.filter((each) => each.in === place).map(({ name }) => name);
	const query = namesIn("query");
	const headers = namesIn("header").map((name) => [camelCase(name), name]);
	const cursor = cursorOf(operation);
	const route = [`method: "${method}"`, `path: "${path}"`];
	if (query.length > 0) route.push(`query: ${JSON.stringify(query)}`);
	if (headers.length > 0) route.push(`headers: ${JSON.stringify(Object.fromEntries(headers))}`);
	if (security.length > 0) route.push("secured: true");
	if (cursor) route.push(`cursor: "${cursor}"`);
	return route;
}
