import { type Document, resolve } from "./document.ts";
import { answeredMethods, listOperations, type Operation, unrouted } from "./operation.ts";
import { keywordOf } from "./schema.ts";

/** What a browser must know of a contract before it lets a page of another origin use it. */
export interface ContractHeaders {
	readonly methods: readonly string[];
	readonly requestHeaders: readonly string[];
	readonly responseHeaders: readonly string[];
}

/** The methods of all operations, and every header that they document. */
export function headersOf(document: Document): ContractHeaders {
	const operations = listOperations(document);
	const responses = [...operations.map(({ responses }) => responses), unrouted(document).responses].flatMap(
		(byStatus) => [...byStatus.values()],
	);
	return {
		methods: unique(answeredMethods(operations)),
		requestHeaders: unique([
			...operations.flatMap(({ security }) => (security.length > 0 ? "Authorization" : [])),
			...operations.flatMap(({ body }) => (body ? "Content-Type" : [])),
			...operations
				.flatMap(({ parameters }) => parameters)
				.flatMap((parameter) => (parameter.in === "header" ? parameter.name : [])),
		]),
		responseHeaders: unique(responses.flatMap(({ headers }) => Object.keys(headers ?? {}))),
	};
}

/** The headers that are always the same, by status: their schema is a `const`, and the engine sends them by itself. */
export const constantHeaders = (
	document: Document,
	responses: Operation["responses"],
): Map<number, Readonly<Record<string, string>>> =>
	new Map(
		[...responses].map(([status, { headers = {} }]) => {
			const constants = Object.entries(headers).flatMap(([name, node]) => {
				const { schema } = resolve(document, node);
				const [only, ...others] = [keywordOf(document, schema, "enum")].flat();
				const value = keywordOf(document, schema, "const") ?? (others.length === 0 ? only : undefined);
				return value === undefined ? [] : [[name.toLowerCase(), String(value)]];
			});
			return [status, Object.fromEntries(constants)];
		}),
	);

const unique = (names: readonly string[]): string[] => [...new Set(names)];
